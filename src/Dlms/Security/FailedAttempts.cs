namespace Dlms.Security;

/// <summary>
/// Slows down whoever guesses: after some failures a pair of source address and client SAP has to wait, twice as long with every further failure.
/// Other pairs are never held up, so nobody can lock a head-end out.
/// </summary>
public sealed class FailedAttempts(TimeProvider time)
{
    /// <summary>Failures that cost nothing: 5, a typing error or a test tool.</summary>
    public const int FreeFailures = 5;

    /// <summary>Pairs that are remembered: 4,096. Beyond it the one that would be forgotten first goes.</summary>
    public const int MaxPairs = 4096;

    /// <summary>The first delay: 1 s.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay: 5 min, so that guessing is hopeless and a corrected key is soon tried.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    /// <summary>After this time without a failure a pair is forgotten: 15 min.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Source, ushort Client), LinkedListNode<Failures>> _pairs = [];

    /// <summary>By their last failure, the oldest first: the order in which they are forgotten.</summary>
    private readonly LinkedList<Failures> _byAge = [];

    /// <summary>Whether the pair has to wait still: its attempt is refused unseen.</summary>
    /// <param name="source">The address the connection came from, without its port.</param>
    /// <param name="client">Client SAP.</param>
    public bool IsRefused(string source, ushort client) => WaitOf(source, client) > TimeSpan.Zero;

    /// <summary>How long the pair has to wait still; zero: not at all.</summary>
    /// <param name="source">The address the connection came from, without its port.</param>
    /// <param name="client">Client SAP.</param>
    public TimeSpan WaitOf(string source, ushort client)
    {
        lock (_gate)
        {
            return _pairs.TryGetValue((source, client), out var node) && DelayAfter(node.Value.Count) - time.GetElapsedTime(node.Value.Last) is var left && left > TimeSpan.Zero
                ? left
                : TimeSpan.Zero;
        }
    }

    /// <summary>Failures that are remembered of the pair.</summary>
    /// <param name="source">The address the connection came from, without its port.</param>
    /// <param name="client">Client SAP.</param>
    public int CountOf(string source, ushort client)
    {
        lock (_gate)
        {
            return _pairs.TryGetValue((source, client), out var node) ? node.Value.Count : 0;
        }
    }

    /// <summary>An attempt was made and has failed.</summary>
    /// <param name="source">The address the connection came from, without its port.</param>
    /// <param name="client">Client SAP.</param>
    public void Failed(string source, ushort client)
    {
        lock (_gate)
        {
            while (_byAge.First is { } oldest && time.GetElapsedTime(oldest.Value.Last) >= Memory)
            {
                Forget(oldest);
            }

            if (_pairs.TryGetValue((source, client), out var node))
            {
                _byAge.Remove(node);
            }
            else
            {
                if (_pairs.Count == MaxPairs)
                {
                    Forget(_byAge.First!);
                }

                node = new LinkedListNode<Failures>(new Failures((source, client)));
                _pairs.Add((source, client), node);
            }

            node.Value.Count++;
            node.Value.Last = time.GetTimestamp();
            _byAge.AddLast(node);
        }
    }

    /// <summary>An attempt was made and has succeeded: the pair is forgotten.</summary>
    /// <param name="source">The address the connection came from, without its port.</param>
    /// <param name="client">Client SAP.</param>
    public void Succeeded(string source, ushort client)
    {
        lock (_gate)
        {
            if (_pairs.TryGetValue((source, client), out var node))
            {
                Forget(node);
            }
        }
    }

    private static TimeSpan DelayAfter(int failures)
    {
        var delay = failures > FreeFailures ? FirstDelay : TimeSpan.Zero;
        for (var further = failures - FreeFailures - 1; further > 0 && delay < LongestDelay; further--)
        {
            delay *= 2;
        }

        return delay < LongestDelay ? delay : LongestDelay;
    }

    private void Forget(LinkedListNode<Failures> node)
    {
        _byAge.Remove(node);
        _pairs.Remove(node.Value.Pair);
    }

    private sealed class Failures((string Source, ushort Client) pair)
    {
        public (string Source, ushort Client) Pair { get; } = pair;

        public int Count { get; set; }

        public long Last { get; set; }
    }
}
