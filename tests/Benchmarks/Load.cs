using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Connections that ask one and the same request, a thread for each that is busy: each as soon as it has its answer, or all together so many times
/// a second. A ciphered connection has a client title of its own, as far as the server keeps counters for so many.
/// </summary>
internal sealed class Load : IDisposable
{
    private const int MaxTitles = 200;

    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    private readonly List<LoadConnection> _connections = [];

    /// <summary>The number of connections.</summary>
    public int Count => _connections.Count;

    /// <summary>Connects and associates one after the other, since a server bounds who is not yet authenticated.</summary>
    /// <param name="peer">The server.</param>
    /// <param name="count">The number of connections.</param>
    /// <param name="isCiphered">With GMAC and ciphered, or with the password and plain.</param>
    /// <param name="counter">The invocation counter used last.</param>
    /// <param name="firstTitle">The first title, so that another load of the same server has others.</param>
    public static async Task<Load> OpenAsync(Peer peer, int count, bool isCiphered, uint counter = 0, int firstTitle = 0)
    {
        var load = new Load();
        var titles = Enumerable.Range(firstTitle, Math.Min(count, MaxTitles)).Select(number => ClientTitle.Of(number, counter)).ToList();
        for (var i = 0; i < count; i++)
        {
            load._connections.Add(await LoadConnection.OpenAsync(peer, isCiphered ? titles[i % titles.Count] : null));
        }

        return load;
    }

    /// <summary>Connects to a server that knows no associations.</summary>
    public static async Task<Load> ConnectAsync(Peer peer, int count)
    {
        var load = new Load();
        for (var i = 0; i < count; i++)
        {
            load._connections.Add(await LoadConnection.ConnectAsync(peer));
        }

        return load;
    }

    /// <summary>A request as the first connection sends it, and the answer as it comes; octets with their wrappers.</summary>
    public (int Request, int Answer) Lengths(byte[] request) => _connections[0].Lengths(request);

    /// <summary>Asks for a while; every answer must be the same.</summary>
    /// <param name="request">The request before it is ciphered.</param>
    /// <param name="duration">How long.</param>
    /// <param name="busy">How many of the connections; null: all of them.</param>
    /// <param name="rate">Requests per second over all of them; null: as fast as the answers come.</param>
    public async Task<LoadResult> RunAsync(byte[] request, TimeSpan duration, int? busy = null, double? rate = null)
    {
        var connections = _connections.Take(Math.Min(busy ?? _connections.Count, MaxTitles)).ToList();
        var expected = connections[0].Ask(request).ToArray();
        var begun = Stopwatch.GetTimestamp();
        var interval = rate is { } requests ? (long)(Stopwatch.Frequency * connections.Count / requests) : 0;
        var loops = connections.Select((connection, i) => Task.Factory.StartNew(
            () => Repeat(connection, request, expected, new(begun + (interval * i / connections.Count), interval, begun + (long)(duration.TotalSeconds * Stopwatch.Frequency))),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToList();
        var latencies = await Task.WhenAll(loops);
        return new(Stopwatch.GetElapsedTime(begun), [.. latencies.SelectMany(of => of)]);
    }

    /// <inheritdoc />
    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    private static List<long> Repeat(LoadConnection connection, byte[] request, byte[] expected, Pace pace)
    {
        var latencies = new List<long>();
        var due = pace.First;
        for (var now = Stopwatch.GetTimestamp(); now < pace.End; now = Stopwatch.GetTimestamp())
        {
            // who waited for the server when the request was due counts from then; who overslept does not count that
            var isLate = pace.Interval > 0 && now > due;
            if (pace.Interval > 0 && !isLate)
            {
                Wait(due);
            }

            var begun = isLate ? due : Stopwatch.GetTimestamp();
            var answer = connection.Ask(request);
            latencies.Add(Stopwatch.GetTimestamp() - begun);
            due += pace.Interval;
            if (!answer.Span.SequenceEqual(expected))
            {
                throw new InvalidOperationException($"Another answer: {Convert.ToHexString(answer.Span)}");
            }
        }

        return latencies;
    }

    private static void Wait(long until)
    {
        while (Stopwatch.GetTimestamp() is var now && now < until)
        {
            Thread.Sleep(Stopwatch.GetElapsedTime(now, until) is var left && left > Coarse ? left - Nap : Nap);
        }
    }

    /// <summary>When requests are sent, in ticks of the stopwatch.</summary>
    /// <param name="First">The first one.</param>
    /// <param name="Interval">From one to the next; 0: at once.</param>
    /// <param name="End">No more from then on.</param>
    private readonly record struct Pace(long First, long Interval, long End);
}
