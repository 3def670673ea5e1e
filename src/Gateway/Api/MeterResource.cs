using Gateway.Diagnosis;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary>A meter as the interface shows it; its key is never shown.</summary>
internal sealed record MeterResource
{
    /// <summary>Its number in the store.</summary>
    public required int Id { get; init; }

    /// <summary>Its logical device address.</summary>
    public required int LogicalDevice { get; init; }

    /// <summary>Its free name.</summary>
    public required string Name { get; init; }

    /// <summary>Its bus.</summary>
    public required string Bus { get; init; }

    /// <summary>How it is reached.</summary>
    public required AddressingMode Addressing { get; init; }

    /// <summary>Its primary address, when known.</summary>
    public required byte? PrimaryAddress { get; init; }

    /// <summary>Its secondary address, 16 hexadecimal digits, when known.</summary>
    public required string? Identity { get; init; }

    /// <summary>Its manufacturer, three letters.</summary>
    public required string? Manufacturer { get; init; }

    /// <summary>What it measures.</summary>
    public required string? Medium { get; init; }

    /// <summary>Its fabrication number; empty when not known.</summary>
    public required string FabricationNumber { get; init; }

    /// <summary>Its baud rate; null: its bus's.</summary>
    public required int? BaudRate { get; init; }

    /// <summary>Whether it has a key.</summary>
    public required bool HasKey { get; init; }

    /// <summary>Its group; empty for none.</summary>
    public required string Group { get; init; }

    /// <summary>How it is read, where that differs.</summary>
    public required MeterReadoutSettings Readout { get; init; }

    /// <summary>How often it is read, whoever says so.</summary>
    public required string Interval { get; init; }

    /// <summary>Who says so.</summary>
    public required ReadoutIntervalSource IntervalSource { get; init; }

    /// <summary>Whether it is read.</summary>
    public required bool Active { get; init; }

    /// <summary>When another meter was found in its place.</summary>
    public required DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>Whether its values are invented.</summary>
    public required bool Simulated { get; init; }

    /// <summary>How its last readout stands.</summary>
    public required LastReadoutState State { get; init; }

    /// <summary>The status byte of its last reading (EN 13757-3, 5.4); null: none, or a telegram without one.</summary>
    public required byte? Status { get; init; }

    /// <summary>The same in words.</summary>
    public string? StatusText => Status is { } status ? StatusWords.Of(status) : null;

    /// <summary>When it was last read, UTC.</summary>
    public required DateTimeOffset? LastReadAt { get; init; }

    /// <summary>When an attempt after that failed, UTC.</summary>
    public required DateTimeOffset? FailedAt { get; init; }

    /// <summary>What went wrong with the last attempt since the service started.</summary>
    public ReadoutFault LastFault { get; init; }

    /// <summary>Failures in a row, quarantine, and why it may not be read now; null: its bus is not configured.</summary>
    public MeterReadoutState? Standing { get; init; }

    /// <summary>Its readouts since the service started and its last exchanges, which a list leaves out; null before the first one.</summary>
    public MeterFigures? Statistics { get; init; }
}
