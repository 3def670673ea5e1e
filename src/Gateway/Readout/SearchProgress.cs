namespace Gateway.Readout;

/// <summary>How far a search of a bus has come: an immutable snapshot.</summary>
internal sealed record SearchProgress
{
    /// <summary>The bus.</summary>
    public required string Bus { get; init; }

    /// <summary>Whether it goes on.</summary>
    public required SearchStatus Status { get; init; }

    /// <summary>What is searched.</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>The rate that is being searched, in baud.</summary>
    public required int BaudRate { get; init; }

    /// <summary>The rates that come after it.</summary>
    public required IReadOnlyList<int> RatesToCome { get; init; }

    /// <summary>Addresses tried so far, at all rates.</summary>
    public required int Tried { get; init; }

    /// <summary>Addresses still to be tried at this rate, as far as is known; a collision adds to them.</summary>
    public required int Remaining { get; init; }

    /// <summary>How long it will take; the rates to come are taken to be as this one. Null: nothing is known yet.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>The meters found, at all rates.</summary>
    public required IReadOnlyList<FoundOnBus> Found { get; init; }

    /// <summary>What several meters share and could not be told apart by.</summary>
    public IReadOnlyList<string> Unresolved { get; init; } = [];

    /// <summary>What a person should know of, in the order in which it was met since the search was begun or resumed.</summary>
    public IReadOnlyList<SearchRemark> Remarks { get; init; } = [];

    /// <summary>What was tried last; empty before the first.</summary>
    public string Address { get; init; } = "";
}
