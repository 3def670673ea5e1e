namespace Gateway.Readout;

/// <summary>How long a lost line is left alone: 1 s, doubling to a minute, so that an adapter plugged in again is used soon and a dead one costs little.</summary>
internal sealed class ReopenBackOff
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TimeSpan _next = Shortest;

    /// <summary>The line failed once more.</summary>
    public TimeSpan Next()
    {
        var delay = _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }

    /// <summary>The line works.</summary>
    public void Reset() => _next = Shortest;
}
