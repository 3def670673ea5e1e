using System.Security.Cryptography;
using System.Text;

namespace Gateway.Configuration;

/// <summary>Tells one machine from another, so that a data directory notices when it was moved.</summary>
internal static class MachineName
{
    private const string LinuxFile = "/etc/machine-id";
    private const string WindowsKey = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography";
    private const string WindowsValue = "MachineGuid";
    private const int Length = 8;

    /// <summary>A name made from the operating system's, which is not to be passed on; null where there is none.</summary>
    public static string? Read()
    {
        var id = OperatingSystem.IsWindows() ? Microsoft.Win32.Registry.GetValue(WindowsKey, WindowsValue, null) as string : ReadLinux();
        return string.IsNullOrWhiteSpace(id) ? null : Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(id.Trim()), "gateway"u8).AsSpan(0, Length));
    }

    private static string? ReadLinux()
    {
        try
        {
            return File.Exists(LinuxFile) ? File.ReadAllText(LinuxFile) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
