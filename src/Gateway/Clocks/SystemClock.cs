using System.Runtime.InteropServices;

namespace Gateway.Clocks;

/// <summary>Whether the machine's clock is kept right by a time server or a clock of its own.</summary>
internal static partial class SystemClock
{
    /// <summary>TIME_ERROR of adjtimex(2): the clock is not synchronised.</summary>
    private const int TimeError = 5;

    /// <summary>Octets of struct timex, of which none is set: only asked for.</summary>
    private const int TimexLength = 208;

    /// <summary>False when the operating system says that nobody sets its clock; true where it cannot be asked.</summary>
    public static bool IsSynchronised
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return true;
            }

            Span<byte> timex = stackalloc byte[TimexLength];
            timex.Clear();
            return AdjTimex(ref MemoryMarshal.GetReference(timex)) != TimeError;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjTimex(ref byte timex);
}
