using MBus.Master;
using Simulation.Script;

namespace Simulation;

/// <summary>What a span of a bus's life brought.</summary>
public sealed record BusDayFigures
{
    /// <summary>How often all meters were read.</summary>
    public required int Cycles { get; init; }

    /// <summary>Cycles that took longer than the interval, so that the next one began late.</summary>
    public required int LateCycles { get; init; }

    /// <summary>Readouts by their outcome.</summary>
    public required IReadOnlyDictionary<ReadoutFault, int> Readouts { get; init; }

    /// <summary>Readouts that the line's failure ended.</summary>
    public required int LineLosses { get; init; }

    /// <summary>How often each kind of fault struck.</summary>
    public required IReadOnlyDictionary<FaultKind, long> Faults { get; init; }

    /// <summary>The longest cycle.</summary>
    public required TimeSpan LongestCycle { get; init; }

    /// <summary>How long it took on the bus's clock.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>SHA-256 over each readout's time, outcome and telegrams, in hexadecimal digits: the same for the same seed.</summary>
    public required string Hash { get; init; }
}
