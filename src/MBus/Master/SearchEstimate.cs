namespace MBus.Master;

/// <summary>
/// How long a search will take: what it has met at each depth of the tree says how often an address there leads deeper and how
/// long it takes. The search goes deep first, so it knows all depths early. Below a collision somebody must be: the first who is met
/// there says nothing of the addresses beside it, of which most are silent where meters have consecutive identifications.
/// </summary>
/// <param name="depths">The number of depths.</param>
/// <param name="branches">The addresses one level deeper that take the place of one.</param>
internal sealed class SearchEstimate(int depths, int branches)
{
    /// <summary>So many silences are added to what was met beside the first: few addresses say little.</summary>
    private const double AddedSilences = 0.5;

    private readonly int[] _tried = new int[depths];
    private readonly int[] _deeper = new int[depths];
    private readonly TimeSpan[] _took = new TimeSpan[depths];

    // the first that was met below each collision, and where one is due: anywhere in the beginning
    private readonly int[] _firsts = new int[depths];
    private readonly int[] _firstsDeeper = new int[depths];
    private readonly TimeSpan[] _firstsTook = new TimeSpan[depths];
    private int? _firstDueAt;
    private int _silences;
    private TimeSpan _silent;

    /// <summary>One address was tried.</summary>
    public void Note(int depth, bool deeper, bool silent, TimeSpan took)
    {
        _tried[depth]++;
        _deeper[depth] += deeper ? 1 : 0;
        _took[depth] += took;
        _silences += silent ? 1 : 0;
        _silent += silent ? took : TimeSpan.Zero;
        if (branches > 0 && !silent && depth == (_firstDueAt ?? depth))
        {
            _firsts[depth]++;
            _firstsDeeper[depth] += deeper ? 1 : 0;
            _firstsTook[depth] += took;
            _firstDueAt = -1;
        }

        _firstDueAt = deeper ? depth + 1 : _firstDueAt;
    }

    /// <summary>How long the rest takes; null as long as nothing was tried.</summary>
    /// <param name="pending">The depths of the addresses that are to be tried.</param>
    /// <param name="secondLook">The addresses that were silent and will be tried again.</param>
    public TimeSpan? TimeLeft(IEnumerable<int> pending, int secondLook)
    {
        var all = _tried.Sum();
        if (all == 0)
        {
            return null;
        }

        var mean = TimeSpan.FromTicks(_took.Sum(took => took.Ticks) / all);
        var below = new TimeSpan[depths + 1];
        for (var depth = depths - 1; depth >= 0; depth--)
        {
            var tried = _tried[depth];
            below[depth] = tried == 0 ? mean : (_took[depth] + (_deeper[depth] * branches * below[depth + 1])) / tried;
        }

        var silence = _silences == 0 ? mean : _silent / _silences;
        var again = _silences == 0 ? TimeSpan.Zero : secondLook * silence;
        return pending.Aggregate(again, (sum, depth) => sum + Beside(depth, below[depth + 1], silence));
    }

    /// <summary>How long an address takes that is not the first with somebody, and all below it.</summary>
    private TimeSpan Beside(int depth, TimeSpan below, TimeSpan silence)
    {
        var took = _took[depth] - _firstsTook[depth] + ((_deeper[depth] - _firstsDeeper[depth]) * branches * below);
        return (took + (AddedSilences * silence)) / (_tried[depth] - _firsts[depth] + AddedSilences);
    }
}
