using MBus.Master;

namespace Gateway.Readout;

/// <summary>What a person wants to be searched on a bus.</summary>
internal sealed record SearchOptions
{
    /// <summary>More meters than any bus carries.</summary>
    public const int MostMeters = 10_000;

    /// <summary>The rates in baud, one after the other; at least one.</summary>
    public required IReadOnlyList<int> BaudRates { get; init; }

    /// <summary>Searches the primary addresses 0-250 instead of secondary addresses.</summary>
    public bool ByPrimaryAddress { get; init; }

    /// <summary>Tries identifications with the digits A-E, too.</summary>
    public bool HexadecimalDigits { get; init; }

    /// <summary>Spares nothing: see <see cref="SecondarySearchOptions.Thorough"/>.</summary>
    public bool Thorough { get; init; }

    /// <summary>How many meters there are: with the last one the search ends. Null: not known.</summary>
    public int? ExpectedMeters { get; init; }

    /// <summary>The part of the secondary addresses that is searched, 16 digits with F for what is varied; null: all.</summary>
    public string? Within { get; init; }
}
