using System.Collections.Concurrent;

namespace Gateway.Tests.Kills;

/// <summary>What the gateway has told over its life, whatever became of it.</summary>
internal sealed class Told
{
    private int _readouts;

    /// <summary>Readouts that were told and not yet looked for in the store.</summary>
    public ConcurrentQueue<AcknowledgedReadout> Readouts { get; } = new();

    /// <summary>Events that were shown, by their numbers.</summary>
    public ConcurrentDictionary<long, string> Events { get; } = new();

    /// <summary>What the gateway did wrong before whoever uses it.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How many readouts were told.</summary>
    public int Count => _readouts;

    /// <summary>Invocation counters that the gateway refused since they had been used, and those above that it took after a start.</summary>
    public int Replays { get; set; }

    /// <summary>Associations with keys.</summary>
    public int Associations { get; set; }

    /// <summary>A readout was told.</summary>
    public void Add(AcknowledgedReadout readout)
    {
        Interlocked.Increment(ref _readouts);
        Readouts.Enqueue(readout);
    }
}
