using MBus.Link;

namespace Simulation;

/// <summary>One meter as it shall hang on a simulated bus; what is not said is drawn from the bus's seed or goes in turn.</summary>
public sealed record MeterSpecification
{
    /// <summary>The identification, read as hexadecimal digits (EN 13757-3): 0x14491001; digits A-F are met in the field.</summary>
    public required uint Identification { get; init; }

    /// <summary>The fabrication number as eight BCD digits; null: the identification, with digits A-F as 0-5.</summary>
    public uint? FabricationNumber { get; init; }

    /// <summary>The primary address, 0-250; by default 0, as delivered.</summary>
    public PrimaryAddress PrimaryAddress { get; init; } = PrimaryAddress.Unconfigured;

    /// <summary>The baud rate; by default 2400, the rate most meters are delivered with.</summary>
    public int BaudRate { get; init; } = 2400;

    /// <summary>Which of the types, counted from 0 and around; null: by the meter's place on the bus.</summary>
    public int? Type { get; init; }

    /// <summary>Three letters that it says instead of its type's maker; null: its maker's.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>
    /// The length of its only telegram in bytes, 39-261, for measurements: a water meter, filled up with its maker's data. Null: as its
    /// type has it.
    /// </summary>
    public int? TelegramLength { get; init; }
}
