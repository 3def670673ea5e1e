namespace MBus.Master;

/// <summary>
/// What a search has still to try. Silence is believed at once only on a clean line: as soon as a disturbance was seen all that
/// was silent is tried again in the end, until a look brings nothing new.
/// </summary>
internal sealed class SearchFrontier<TAddress>
    where TAddress : struct
{
    /// <summary>With 1 % of the answers lost, the fourth look finds one meter in a million more.</summary>
    private const int MostLooks = 5;

    // The next one is the last of the list.
    private readonly List<TAddress> _pending;
    private readonly List<TAddress> _silent;
    private int _look;
    private bool _foundInLook;

    /// <summary>Begins, or goes on where a search was stopped.</summary>
    public SearchFrontier(SearchState<TAddress> state)
    {
        _pending = [.. state.Pending.Reverse()];
        _silent = [.. state.Silent];
        (_look, _foundInLook, IsDisturbed, Tried) = (state.Look, state.FoundInLook, state.IsDisturbed, state.Tried);
    }

    /// <summary>How many addresses were tried.</summary>
    public int Tried { get; private set; }

    /// <summary>Whether the line has shown a disturbance.</summary>
    public bool IsDisturbed { get; set; }

    /// <summary>What is to be tried, the next one first.</summary>
    public IEnumerable<TAddress> Pending => _pending.AsEnumerable().Reverse();

    /// <summary>How many.</summary>
    public int Count => _pending.Count;

    /// <summary>How many silent addresses another look is due for, as far as is known.</summary>
    public int SecondLook => IsDisturbed && _look == 1 ? _silent.Count : 0;

    /// <summary>What brought no answer.</summary>
    public IReadOnlyList<TAddress> Silent => _silent;

    /// <summary>Where it stands.</summary>
    public SearchState<TAddress> State => new()
    {
        Pending = [.. Pending],
        Silent = [.. _silent],
        Tried = Tried,
        Look = _look,
        IsDisturbed = IsDisturbed,
        FoundInLook = _foundInLook,
    };

    /// <summary>The next address; it stays until it is <see cref="Done"/>.</summary>
    public bool TryPeek(out TAddress address)
    {
        address = _pending.Count > 0 ? _pending[^1] : default;
        return _pending.Count > 0;
    }

    /// <summary>Leaves the next address out.</summary>
    public void Skip() => _pending.RemoveAt(_pending.Count - 1);

    /// <summary>The next address was tried.</summary>
    public void Done()
    {
        Skip();
        Tried++;
    }

    /// <summary>Tries these next, in this order.</summary>
    public void Push(IEnumerable<TAddress> addresses) => _pending.AddRange(addresses.Reverse());

    /// <summary>Tries this one when nothing else is left.</summary>
    public void PushLast(TAddress address) => _pending.Insert(0, address);

    /// <summary>An address brought nothing.</summary>
    public void NoteSilent(TAddress address) => _silent.Add(address);

    /// <summary>A meter was found.</summary>
    public void NoteFound() => _foundInLook = true;

    /// <summary>With nothing left to try: takes up those silent addresses that are doubtful, if another look is worth it.</summary>
    /// <param name="isDoubtful">Whether a silence is not believed, whatever the line is like.</param>
    public bool LookAgain(Func<TAddress, bool> isDoubtful)
    {
        if (_look >= MostLooks || (_look > 1 && !_foundInLook))
        {
            return false;
        }

        var again = IsDisturbed ? [.. _silent] : _silent.Where(isDoubtful).ToHashSet();
        _silent.RemoveAll(again.Contains);
        _look++;
        _foundInLook = false;
        Push(again);
        return again.Count > 0;
    }
}
