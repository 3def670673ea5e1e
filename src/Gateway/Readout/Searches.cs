using System.Collections.Concurrent;
using Gateway.Configuration;
using MBus.LevelConverter;
using Metering;

namespace Gateway.Readout;

/// <summary>The searches of the service, one a bus at a time. What runs when the service stops goes on when it starts again.</summary>
/// <param name="buses">Finds a bus by its name.</param>
/// <param name="options">The rates of the buses.</param>
/// <param name="meters">Where found meters are stored when asked to.</param>
/// <param name="state">Where searches are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class Searches(
    Func<string, IBusAccess?> buses, GatewayOptions options, IMeterStore meters, IStateStore state, TimeProvider time, ILogger<Searches> log) : IAsyncDisposable
{
    /// <summary>How long a search leaves a lost line alone, as the readouts do.</summary>
    private static readonly TimeSpan LineRetryInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.OrdinalIgnoreCase);
    private bool _isClosed;

    /// <summary>Starts a search from the start; what an earlier one on this bus has found and left is forgotten.</summary>
    /// <returns>False: there is no such bus, or a search runs on it.</returns>
    public bool Start(string bus, SearchOptions search) => Run(bus, SearchRun.Begin(search));

    /// <summary>Goes on with a search that was stopped.</summary>
    /// <returns>False: there is none, or one runs.</returns>
    public bool Resume(string bus) => Saved(bus) is { Rates.Count: > 0 } saved && Run(bus, saved);

    /// <summary>Goes on with those that ran when the service stopped.</summary>
    /// <param name="names">The buses that there are.</param>
    public void ResumeAll(IEnumerable<string> names)
    {
        foreach (var bus in names.Where(bus => Saved(bus) is { Status: SearchStatus.Running }))
        {
            Resume(bus);
        }
    }

    /// <summary>Stops a search; it can be resumed.</summary>
    /// <returns>False: none runs.</returns>
    public async Task<bool> StopAsync(string bus)
    {
        if (!_running.TryGetValue(bus, out var running) || running.Done.IsCompleted)
        {
            return false;
        }

        running.IsStoppedByPerson = true;
        await running.Stop.CancelAsync();
        await running.Done;
        return true;
    }

    /// <summary>How far the last search of a bus has come; null: there was none.</summary>
    public SearchProgress? Progress(string bus) =>
        _running.TryGetValue(bus, out var running) ? running.Search.Progress
        : Saved(bus) is { } saved && buses(bus) is { } access ? Interrupted(new SearchRun(access, saved, null, time).Progress)
        : null;

    /// <summary>Stores meters that a search of this bus has found.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="found">Those that are wanted.</param>
    /// <param name="nameOf">Gives the free name of each; null: none has one.</param>
    /// <exception cref="StoreException">They could not be stored; none is.</exception>
    public Task<FoundMeters> AddAsync(string bus, IReadOnlyList<FoundOnBus> found, Func<FoundOnBus, string>? nameOf = null) =>
        FoundMeters.AddAsync(meters, bus, (options.Buses.GetValueOrDefault(bus) ?? new BusOptions()).BaudRate, found, nameOf);

    /// <summary>Interrupts all; they stay to be resumed.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        foreach (var running in _running.Values)
        {
            await running.Stop.CancelAsync();
            await running.Done;
        }
    }

    /// <summary>What is only kept does not run.</summary>
    private static SearchProgress Interrupted(SearchProgress saved) => saved.Status == SearchStatus.Running ? saved with { Status = SearchStatus.Stopped } : saved;

    private SavedSearch? Saved(string bus) => SavedSearch.Read(state.State.GetValueOrDefault(SavedSearch.Name(bus)));

    private bool Run(string bus, SavedSearch saved)
    {
        lock (_gate)
        {
            if (_isClosed || buses(bus) is not { } access || (_running.TryGetValue(bus, out var last) && !last.Done.IsCompleted))
            {
                return false;
            }

            var running = new Running(new SearchRun(access, saved, state, time));
            running.Done = Task.Run(() => RunAsync(running));
            _running[bus] = running;
            return true;
        }
    }

    /// <summary>To the end, whatever the line does meanwhile.</summary>
    private async Task RunAsync(Running running)
    {
        var (search, cancellationToken) = (running.Search, running.Stop.Token);
        while (true)
        {
            try
            {
                await search.RunAsync(cancellationToken);
                LogOver(log, search.Progress.Bus, Words(search.Progress.Status), search.Progress.Found.Count, search.Progress.Tried);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await (running.IsStoppedByPerson ? search.MarkStoppedAsync() : Task.CompletedTask);
                return;
            }
            catch (LevelConverterException)
            {
                // the bus tells of its line; the search waits for it
                await Task.Delay(LineRetryInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                LogFailed(log, e, search.Progress.Bus);
                return;
            }
        }
    }

    private static string Words(SearchStatus over) => over switch
    {
        SearchStatus.Finished => "all was tried that had to be",
        SearchStatus.Flooded => "given up: everything that is asked brings junk",
        _ => "stopped", // by a person, and can be resumed
    };

    [LoggerMessage(LogLevel.Information, "Bus {Bus}: the search is over, {Why}; meters found: {Found}, addresses tried: {Tried}.")]
    private static partial void LogOver(ILogger log, string bus, string why, int found, int tried);

    [LoggerMessage(LogLevel.Error, "Bus {Bus}: the search failed. Start it anew.")]
    private static partial void LogFailed(ILogger log, Exception exception, string bus);

    /// <summary>A search that runs, or ran last on its bus. Its token source has no timer, so it is left to the collector: whoever stops it may still hold it.</summary>
    private sealed class Running(SearchRun search)
    {
        public SearchRun Search => search;

        public CancellationTokenSource Stop { get; } = new();

        public bool IsStoppedByPerson { get; set; }

        public Task Done { get; set; } = Task.CompletedTask;
    }
}
