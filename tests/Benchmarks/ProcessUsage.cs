using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>What a process of this machine uses, as the kernel counts it.</summary>
internal static class ProcessUsage
{
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int TicksPerSecond = 100;

    /// <summary>The CPU time, in steps of 10 ms.</summary>
    public static TimeSpan CpuTime(int process)
    {
        // after the name in brackets, which may have blanks in it
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[UserTime], CultureInfo.InvariantCulture) + long.Parse(fields[SystemTime], CultureInfo.InvariantCulture)) / (double)TicksPerSecond);
    }

    /// <summary>The memory it has in RAM, in octets.</summary>
    public static long Resident(int process)
    {
        using var of = Process.GetProcessById(process);
        return of.WorkingSet64;
    }
}
