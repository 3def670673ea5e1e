namespace MBus.Master;

/// <summary>
/// What a search has still to try. Silence is believed at once only on a clean line: as soon as a disturbance was seen all that
/// was silent is tried again in the end; and if that brings a meter, until each address has been silent several times.
/// </summary>
internal sealed class SearchFrontier<TAddress>
    where TAddress : struct
{
    /// <summary>With 2 % of the confirmations lost, four silences hide one of 250 meters in one search of ten thousand.</summary>
    private const int SilencesOnDisturbedLine = 4;

    /// <summary>Each look may open up a part of the tree that needs as many again; a line that never ends to surprise is given up.</summary>
    private const int MostLooks = 3 * SilencesOnDisturbedLine;

    // The next one is the last of the list.
    private readonly List<TAddress> _pending;
    private readonly Dictionary<TAddress, int> _silent;
    private int _look;
    private bool _foundInLook;

    /// <summary>Begins, or goes on where a search was stopped.</summary>
    public SearchFrontier(SearchState<TAddress> state)
    {
        _pending = [.. state.Pending.Reverse()];
        _silent = new(state.Silent);
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
    public int SecondLook => _silent.Values.Sum(silences => Math.Max(0, Needed - silences));

    /// <summary>How often an address must be silent.</summary>
    private int Needed => !IsDisturbed ? 1 : _look == 2 && !_foundInLook ? 2 : SilencesOnDisturbedLine;

    /// <summary>Where it stands.</summary>
    public SearchState<TAddress> State => new()
    {
        Pending = [.. Pending],
        Silent = new Dictionary<TAddress, int>(_silent),
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
    /// <param name="silent">Whether it brought nothing that explains who is there.</param>
    public void Done(bool silent)
    {
        var address = _pending[^1];
        Skip();
        Tried++;
        if (silent)
        {
            _silent[address] = _silent.GetValueOrDefault(address) + 1;
        }
        else
        {
            _silent.Remove(address);
        }
    }

    /// <summary>Tries these next, in this order.</summary>
    public void Push(IEnumerable<TAddress> addresses) => _pending.AddRange(addresses.Reverse());

    /// <summary>Tries this one when nothing else is left.</summary>
    public void PushLast(TAddress address) => _pending.Insert(0, address);

    /// <summary>A meter was found.</summary>
    public void NoteFound() => _foundInLook = true;

    /// <summary>With nothing left to try: takes up those silent addresses that are doubtful, if there are any.</summary>
    /// <param name="isDoubtful">Whether a silence is not believed, whatever the line is like.</param>
    public bool LookAgain(Func<TAddress, bool> isDoubtful)
    {
        if (_look >= MostLooks)
        {
            return false;
        }

        var needed = Needed;
        var again = _silent.Where(silent => silent.Value < needed || (silent.Value == 1 && isDoubtful(silent.Key))).Select(silent => silent.Key).ToList();
        if (again.Count == 0)
        {
            return false;
        }

        _look++;
        _foundInLook = false;
        Push(again);
        return true;
    }
}
