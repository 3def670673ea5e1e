namespace MBus.Master;

/// <summary>
/// How long a search will take: what it has met at each depth of the tree says how often an address there leads deeper and how
/// long it takes. The search goes deep first, so it knows all depths early.
/// </summary>
/// <param name="depths">The number of depths.</param>
/// <param name="branches">The addresses one level deeper that take the place of one.</param>
internal sealed class SearchEstimate(int depths, int branches)
{
    private readonly int[] _tried = new int[depths];
    private readonly int[] _deeper = new int[depths];
    private readonly TimeSpan[] _took = new TimeSpan[depths];
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

        var again = _silences == 0 ? TimeSpan.Zero : secondLook * _silent / _silences;
        return pending.Aggregate(again, (sum, depth) => sum + below[depth]);
    }
}
