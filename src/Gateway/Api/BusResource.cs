using Gateway.Diagnosis;
using Gateway.Readout;
using MBus.LevelConverter;

namespace Gateway.Api;

/// <summary>A bus as the interface shows it.</summary>
internal sealed record BusResource
{
    /// <summary>Its name in the settings.</summary>
    public required string Name { get; init; }

    /// <summary>What messages call its line, such as <c>/dev/ttyUSB0</c>.</summary>
    public required string Line { get; init; }

    /// <summary>The baud rate of its meters, where a meter has none of its own.</summary>
    public required int BaudRate { get; init; }

    /// <summary>How often its meters are read, where a group or a meter says nothing else.</summary>
    public required string ReadoutInterval { get; init; }

    /// <summary>What a slow meter or the way to it may add to the standard's response time.</summary>
    public required TimeSpan ExtraResponseTime { get; init; }

    /// <summary>Whether its meters are invented.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>Whether the line failed when it was last used.</summary>
    public required bool LineIsLost { get; init; }

    /// <summary>How it failed; null: it works.</summary>
    public required string? LineFault { get; init; }

    /// <summary>Faults of characters that its serial port has counted; zero where there is none, as behind TCP.</summary>
    public required LineErrors LineErrors { get; init; }

    /// <summary>How its last search stands; null: it was never searched.</summary>
    public required SearchStatus? Search { get; init; }

    /// <summary>Whether no meter answers: a fault of the bus, not of its meters.</summary>
    public required bool AllMetersSilent { get; init; }

    /// <summary>Whether bytes come while nothing is asked.</summary>
    public required bool IsNoisy { get; init; }

    /// <summary>Whether the level converter sends back what it is sent, as was learnt from what came; it disturbs nothing.</summary>
    public bool ConverterEchoes { get; init; }

    /// <summary>Whether its meters are read without pause, and the values not stored.</summary>
    public required bool IsContinuous { get; init; }

    /// <summary>How many readouts wait or are being made.</summary>
    public required int QueueLength { get; init; }

    /// <summary>How many meters it has.</summary>
    public required int Meters { get; init; }

    /// <summary>How many of them are read.</summary>
    public required int ActiveMeters { get; init; }

    /// <summary>What became of its readouts, and what went over its line.</summary>
    public required BusFigures Statistics { get; init; }
}
