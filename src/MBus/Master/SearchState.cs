namespace MBus.Master;

/// <summary>Where a search stands: enough to go on from here later, in another run of the program too.</summary>
/// <typeparam name="TAddress">What is tried: primary addresses or selections.</typeparam>
public sealed record SearchState<TAddress>
{
    /// <summary>What is to be tried, the next one first.</summary>
    public required IReadOnlyList<TAddress> Pending { get; init; }

    /// <summary>What brought no answer and may be tried once more in the end.</summary>
    public IReadOnlyList<TAddress> Silent { get; init; } = [];

    /// <summary>What several meters share, with no digit of the identification left to tell them apart by.</summary>
    public IReadOnlyList<TAddress> Doubled { get; init; } = [];

    /// <summary>The meters found.</summary>
    public IReadOnlyList<TAddress> Found { get; init; } = [];

    /// <summary>How many addresses were tried.</summary>
    public int Tried { get; init; }

    /// <summary>Which look at the bus it is: 1 goes over all addresses, later ones over those that were silent.</summary>
    public int Look { get; init; } = 1;

    /// <summary>Whether the line has shown a disturbance, so that silence is not believed at once.</summary>
    public bool IsDisturbed { get; init; }

    /// <summary>Whether this look has found a meter.</summary>
    public bool FoundInLook { get; init; }

    /// <summary>The same with addresses of another kind, such as text to be stored.</summary>
    public SearchState<TOther> Select<TOther>(Func<TAddress, TOther> other) => new()
    {
        Pending = [.. Pending.Select(other)],
        Silent = [.. Silent.Select(other)],
        Doubled = [.. Doubled.Select(other)],
        Found = [.. Found.Select(other)],
        Tried = Tried,
        Look = Look,
        IsDisturbed = IsDisturbed,
        FoundInLook = FoundInLook,
    };
}
