using Gateway.ServiceControl;

namespace Gateway.Checkup;

/// <summary>What a person does about service and machine, in the words of the operating system.</summary>
internal static class HowTo
{
    private const string WindowsService = @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Gateway";

    /// <summary>Whether the gateway is installed as a service of this machine.</summary>
    public static bool IsInstalled => OperatingSystem.IsWindows() ? Microsoft.Win32.Registry.GetValue(WindowsService, "ImagePath", null) is not null : File.Exists($"/{SystemdUnit.UnitPath}");

    /// <summary>Starts the service.</summary>
    public static string Start => (OperatingSystem.IsWindows(), IsInstalled) switch
    {
        (true, true) => "As administrator: Start-Service Gateway; why it ended says service.fault in the data directory, and the log in its folder logs.",
        (false, true) => "sudo systemctl start gateway; why it ended says journalctl -u gateway.",
        (true, false) => "Start it: gateway run. To have it start with the machine, as administrator: gateway service install.",
        (false, false) => "Start it: gateway run. To have it start with the machine: sudo gateway service install.",
    };

    /// <summary>What a serial port is called.</summary>
    public static string SerialPort => OperatingSystem.IsWindows() ? "COM3" : "/dev/serial/by-id/...";

    /// <summary>Brings the service to this program's version.</summary>
    public static string Upgrade => OperatingSystem.IsWindows() ? "as administrator: gateway service upgrade" : "sudo gateway service upgrade";

    /// <summary>Gives the machine's clock a time server.</summary>
    public static string Synchronise => OperatingSystem.IsWindows() ? "as administrator: Start-Service w32time; w32tm /resync" : "sudo timedatectl set-ntp true";
}
