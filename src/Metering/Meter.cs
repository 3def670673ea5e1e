using Cosem;
using MBus.Link;
using MBus.Master;

namespace Metering;

/// <summary>A meter as an installer entered it: who it is, where it is reached, and under which address head-ends find it.</summary>
public sealed record Meter
{
    /// <summary>Its number in the store; 0 until the store has given one.</summary>
    public MeterId Id { get; init; }

    /// <summary>The free name (MOID); may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name of its bus, or of the source that delivers its readings.</summary>
    public required string Bus { get; init; }

    /// <summary>How the master reaches it.</summary>
    public AddressingMode Addressing { get; init; } = AddressingMode.Secondary;

    /// <summary>Its primary address, when known.</summary>
    public PrimaryAddress? PrimaryAddress { get; init; }

    /// <summary>Its secondary address, when known.</summary>
    public SecondaryAddress? Identity { get; init; }

    /// <summary>Its fabrication number, which tells two meters with one secondary address apart; empty when not known.</summary>
    public string FabricationNumber { get; init; } = "";

    /// <summary>The rate at which it answers, in baud, when it is another than its bus's; null: the bus's.</summary>
    public int? BaudRate { get; init; }

    /// <summary>Its key, protected by the one who stores it: bytes that mean nothing here; empty for none.</summary>
    public Octets ProtectedKey { get; init; }

    /// <summary>The name of its group, whose schedule it follows; empty for none.</summary>
    public string Group { get; init; } = "";

    /// <summary>How it is read, where that differs.</summary>
    public MeterReadoutSettings Readout { get; init; } = MeterReadoutSettings.Default;

    /// <summary>Whether it is read.</summary>
    public bool Active { get; init; } = true;

    /// <summary>When another meter was found in its place; then it is no longer read, and its readings stay. UTC; null: it is in place.</summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>
    /// The logical device address (server SAP): given by the store from <see cref="LogicalDeviceAddresses.First"/> up, kept for the life of
    /// the meter and not given to another one after it; 0 until given.
    /// </summary>
    public ushort LogicalDeviceAddress { get; init; }

    /// <summary>Whether its values are invented.</summary>
    public bool Simulated { get; init; }
}
