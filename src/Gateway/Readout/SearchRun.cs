using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// One search of a bus, at one rate after the other. It takes one address at a time, so that readouts go on between them, and is kept
/// in the state store: after a restart it goes on where it was.
/// </summary>
internal sealed class SearchRun
{
    /// <summary>A restart repeats at most so much of a search.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    /// <summary>More than anybody reads: the bus has one fault and not hundreds.</summary>
    private const int MostRemarks = 200;

    private readonly IBusAccess _bus;
    private readonly IStateStore? _state;
    private readonly TimeProvider _time;
    private readonly SearchOptions _options;
    private readonly Queue<int> _rates;
    private readonly List<FoundOnBus> _found;
    private readonly List<string> _unresolved;
    private readonly List<SearchRemark> _remarks = [];
    private RateSearch _search;
    private int _triedBefore;
    private long _savedAt;
    private volatile SearchProgress _progress;

    /// <summary>A search that has not begun, or goes on where it was stopped.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="saved">What is searched and how far it came.</param>
    /// <param name="state">Where it is kept; null: nowhere.</param>
    /// <param name="time">The clock.</param>
    public SearchRun(IBusAccess bus, SavedSearch saved, IStateStore? state, TimeProvider time)
    {
        (_bus, _state, _time, _options) = (bus, state, time, saved.Options);
        _rates = new Queue<int>(saved.Rates);
        _found = [.. saved.Found.Select(entry => entry.ToFound())];
        _unresolved = [.. saved.Unresolved];
        _triedBefore = saved.TriedBefore;
        _search = new RateSearch(_options, Rate, saved.State);
        _savedAt = time.GetTimestamp();
        _progress = Snapshot(saved.Status, saved.State?.Tried ?? 0, saved.State?.Pending.Count ?? 0);
    }

    /// <summary>How far it has come.</summary>
    public SearchProgress Progress => _progress;

    /// <summary>Is told of every step.</summary>
    public Action<SearchProgress>? Stepped { get; init; }

    private int Rate => _rates.TryPeek(out var rate) ? rate : _options.BaudRates[^1];

    private bool IsComplete => _found.Count >= _options.ExpectedMeters;

    /// <summary>A search from the start.</summary>
    public static SavedSearch Begin(SearchOptions options) => new() { Status = SearchStatus.Running, Options = options, Rates = options.BaudRates };

    /// <summary>Runs it to its end. The token stops it; it stays <see cref="SearchStatus.Running"/> in the store and goes on with the next start.</summary>
    /// <exception cref="MBus.LevelConverter.LevelConverterException">The line failed; run it again to go on.</exception>
    /// <exception cref="StoreException">It could not be kept; what it has found is in <see cref="Progress"/>.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _progress = _progress with { Status = SearchStatus.Running };
        await SaveAsync();
        try
        {
            while (_rates.Count > 0 && !IsComplete)
            {
                await StepAsync(cancellationToken);
            }

            _progress = _progress with { Status = _progress.Status == SearchStatus.Running ? SearchStatus.Finished : _progress.Status, TimeLeft = TimeSpan.Zero };
        }
        finally
        {
            await SaveAsync();
        }
    }

    /// <summary>A person has stopped it: it is not resumed by itself.</summary>
    public Task MarkStoppedAsync()
    {
        _progress = _progress with { Status = SearchStatus.Stopped };
        return SaveAsync();
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        var step = await _bus.UseAsync(_search.StepAsync, ReadoutPrecedence.Search, cancellationToken);
        if (step is null)
        {
            NextRate();
            return;
        }

        var isNew = step is { Finding: SearchFinding.Meter, Meter: { } meter } && Add(meter, step.Address);
        if (step.Finding is SearchFinding.SameIdentification or SearchFinding.Mute or SearchFinding.Flooded && _remarks.Count < MostRemarks)
        {
            _remarks.Add(new SearchRemark(step.Address, step.Finding));
        }

        var status = step.Finding == SearchFinding.Flooded ? SearchStatus.Flooded : SearchStatus.Running;
        _progress = Snapshot(status, step.Tried, step.Remaining) with
        {
            TimeLeft = step.TimeLeft + (step.TimeLeft * (_rates.Count - 1)),
            Address = step.Address,
        };
        Stepped?.Invoke(_progress);
        if (isNew || _time.GetElapsedTime(_savedAt) >= SaveInterval)
        {
            await SaveAsync();
        }

        if (status == SearchStatus.Flooded)
        {
            _rates.Clear(); // noise is there at every rate
        }
    }

    private void NextRate()
    {
        _triedBefore += _search.State?.Tried ?? 0;
        _unresolved.AddRange(_search.Unresolved);
        _rates.TryDequeue(out _);
        _search = new RateSearch(_options, Rate, null);
        _progress = Snapshot(SearchStatus.Running, 0, 0);
    }

    private bool Add(FoundMeter meter, string address)
    {
        PrimaryAddress? primary = _options.ByPrimaryAddress ? new PrimaryAddress(byte.Parse(address, System.Globalization.CultureInfo.InvariantCulture)) : AddressOf(meter);
        var found = new FoundOnBus(primary, meter.Address, Rate, _options.ByPrimaryAddress) { FabricationNumber = meter.FabricationNumber };
        if (_found.Exists(found.IsSame))
        {
            return false; // some meters answer at several rates
        }

        _found.Add(found);
        return true;
    }

    /// <summary>The A field of the answer, when it is one: meters that know only secondary addresses put FDh there.</summary>
    private static PrimaryAddress? AddressOf(FoundMeter meter) => meter.Answer.Address is > 0 and <= 250 and var address ? new PrimaryAddress(address) : null;

    private SearchProgress Snapshot(SearchStatus status, int tried, int remaining) => new()
    {
        Bus = _bus.Bus,
        Status = status,
        Options = _options,
        BaudRate = Rate,
        RatesToCome = [.. _rates.Skip(1)],
        Tried = _triedBefore + tried,
        Remaining = remaining,
        Found = [.. _found],
        Unresolved = [.. _unresolved, .. _search.Unresolved],
        Remarks = [.. _remarks],
    };

    /// <summary>Keeps it; of one that is over only what it has found.</summary>
    private async Task SaveAsync()
    {
        if (_state is null)
        {
            return;
        }

        var goesOn = _progress.Status is SearchStatus.Running or SearchStatus.Stopped;
        var saved = new SavedSearch
        {
            Status = _progress.Status,
            Options = _options,
            Rates = goesOn ? [.. _rates] : [],
            State = goesOn ? _search.State : null,
            TriedBefore = goesOn ? _triedBefore : _progress.Tried,
            Unresolved = _unresolved,
            Found = [.. _found.Select(SavedSearch.Entry.Of)],
        };
        await _state.SetAsync(SavedSearch.Name(_bus.Bus), saved.ToText());
        _savedAt = _time.GetTimestamp();
    }
}
