namespace MBus.Master;

/// <summary>How a bus is searched by secondary address.</summary>
public sealed record SecondarySearchOptions
{
    /// <summary>What is searched: the digits F of its identification are varied, its other fields stay. By default every meter.</summary>
    public SecondaryAddress Within { get; init; } = SecondaryAddress.Any;

    /// <summary>Where an earlier search with the same options was stopped: its <see cref="SecondarySearch.State"/>. Null: from the start.</summary>
    public SearchState<MeterSelection>? Resume { get; init; }

    /// <summary>Tries the digits A-E too; some makers have identifications with them. Costs half as much again.</summary>
    public bool HexadecimalDigits { get; init; }

    /// <summary>
    /// Spares nothing: looks below a meter too, since one that is heard much louder hides others; asks for a telegram where no
    /// selection is confirmed; tries all that was silent once more; tries all versions on meters of one identification. Takes several
    /// times as long.
    /// </summary>
    public bool Thorough { get; init; }

    /// <summary>How many meters there are: with the last one the search ends. Null: not known.</summary>
    public int? ExpectedMeters { get; init; }
}
