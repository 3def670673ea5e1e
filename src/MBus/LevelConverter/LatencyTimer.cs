namespace MBus.LevelConverter;

/// <summary>
/// The latency timer of FTDI's USB adapters (Linux): an adapter keeps received bytes for 16 ms in the hope of more. With 1 ms the
/// end of every answer is known 15 ms earlier.
/// </summary>
internal static class LatencyTimer
{
    private const string Adapters = "/sys/bus/usb-serial/devices";

    /// <summary>Sets the timer of a port's adapter to 1 ms where there is one and the user may.</summary>
    /// <param name="path">The port, or a link to it.</param>
    /// <param name="adapters">The folder of the kernel's USB adapters.</param>
    public static void Shorten(string path, string adapters = Adapters)
    {
        try
        {
            var device = File.ResolveLinkTarget(path, returnFinalTarget: true)?.Name ?? Path.GetFileName(path);
            using var timer = File.Open(Path.Combine(adapters, device, "latency_timer"), FileMode.Open, FileAccess.Write);
            timer.Write("1\n"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another make of adapter, or not allowed: the answers are as good, only later.
        }
    }
}
