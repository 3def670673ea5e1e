namespace MBus.Master;

/// <summary>How a bus is searched by secondary address.</summary>
public sealed record SecondarySearchOptions
{
    /// <summary>What is searched: the digits F of its identification are varied, its other fields stay. By default every meter.</summary>
    public SecondaryAddress Within { get; init; } = SecondaryAddress.Any;

    /// <summary>Where an earlier search was stopped: its <see cref="SecondarySearch.Pending"/>. Null: from the start.</summary>
    public IReadOnlyCollection<SecondaryAddress>? Resume { get; init; }

    /// <summary>Tries the digits A-E too; some makers have identifications with them. Costs half as much again.</summary>
    public bool HexadecimalDigits { get; init; }

    /// <summary>
    /// Looks below a meter too: one that is heard much louder hides others. Costs 10 selections for each digit of each meter.
    /// </summary>
    public bool Thorough { get; init; }

    /// <summary>How many meters there are: with the last one the search ends. Null: not known.</summary>
    public int? ExpectedMeters { get; init; }
}
