using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>What all buses share to read meters.</summary>
internal sealed record ReadoutServices
{
    /// <summary>The meters.</summary>
    public required IMeterStore Meters { get; init; }

    /// <summary>The readings.</summary>
    public required IReadoutStore Readouts { get; init; }

    /// <summary>Whether the store takes them.</summary>
    public required StoreHealth Store { get; init; }

    /// <summary>The readings of continuous mode, which are not stored.</summary>
    public required LiveReadings Live { get; init; }

    /// <summary>What readouts have taught of each meter.</summary>
    public required LearntHabits Habits { get; init; }

    /// <summary>The meters' keys.</summary>
    public required MeterKeys Keys { get; init; }

    /// <summary>Finds out that a meter was exchanged.</summary>
    public required MeterReplacement Replacement { get; init; }

    /// <summary>Takes what happens.</summary>
    public required IEventLog Events { get; init; }

    /// <summary>The faults that were told of meters and buses.</summary>
    public required ToldFaults Told { get; init; }

    /// <summary>How often a meter is read.</summary>
    public required Func<Meter, TimeSpan> IntervalOf { get; init; }

    /// <summary>Are told of every readout that was kept, in this order.</summary>
    public required IReadOnlyList<IReadoutObserver> Observers { get; init; }
}
