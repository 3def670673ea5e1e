using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// Writes what happened to the log at once, and to the event logs behind the back of whoever reports it: nobody waits for the disk. While the store takes
/// nothing the newest events stay in memory; they are stored when it works again, and how many were lost is stored with them.
/// </summary>
internal sealed partial class EventLog : IEventLog, IAsyncDisposable
{
    /// <summary>Events that wait in memory at most: 4,096, about 2 MB; beyond it the oldest is lost.</summary>
    internal const int MostWaiting = 4096;

    /// <summary>Events of one transaction.</summary>
    private const int Batch = 256;

    /// <summary>A full disk is not empty a second later: 10 s.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly IEventStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private readonly ConcurrentDictionary<EventCode, long> _counts = new();
    private readonly Lock _gate = new();
    private LinkedList<EventEntry> _waiting = [];
    private long _lost;
    private bool _isWriting;
    private TaskCompletionSource? _settled;
    private bool _isFailing;
    private bool _isDisposed;

    /// <summary>Begins with nothing waiting.</summary>
    public EventLog(IEventStore store, TimeProvider time, ILogger<EventLog> log)
    {
        (_store, _time, _log) = (store, time, log);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>How many events there were since the start, by their code; those of the M-Bus status byte count as one code.</summary>
    public IReadOnlyDictionary<EventCode, long> Counts => _counts;

    /// <summary>How many wait to be stored.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>How many were lost since the start.</summary>
    public long Lost { get; private set; }

    /// <inheritdoc />
    public void Report(EventCode code, string message) => Report(code, "", message);

    /// <inheritdoc />
    public void Report(EventCode code, string source, string message)
    {
        WriteLine(code, source, message);
        Put(code, MeterId.Gateway, _time.GetUtcNow(), _ => source.Length == 0 ? message : $"Bus {source}: {message}");
    }

    /// <inheritdoc />
    public void Report(EventCode code, DateTimeOffset at, string message)
    {
        WriteLine(code, "", message);
        Put(code, MeterId.Gateway, at, _ => message);
    }

    /// <inheritdoc />
    public void Report(EventCode code, Meter meter, string message)
    {
        var (level, bus, name, number) = (LevelOf(code), meter.Bus, meter.Words(), (int)code);
        LogMeterEvent(_log, level, bus, name, message, number);

        // in its own log a meter need not be named
        Put(code, meter.Id, _time.GetUtcNow(), log => log.Meter == meter.Id ? message : $"Bus {bus}: meter {name} {message}");
    }

    /// <summary>Empties a log; event 255 is its first then.</summary>
    /// <param name="log">The log.</param>
    /// <param name="actor">Who wants it, in words: <c>the command line of user kim</c>.</param>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    public async Task ClearAsync(EventLogName log, string actor)
    {
        await SettleAsync();
        var cleared = await _store.ClearAsync(new EventEntry(0, log, _time.GetUtcNow(), EventCode.EventLogCleared, EventMessage.Of($"cleared by {actor}.")));
        LogCleared(_log, log.Kind, log.Meter, cleared.Message);
    }

    /// <summary>Waits until what was reported so far is stored, as long as that is soon.</summary>
    public async Task SettleAsync()
    {
        Task settled;
        lock (_gate)
        {
            settled = _waiting.Count == 0 && !_isWriting ? Task.CompletedTask : (_settled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await settled.WaitAsync(RetryAfter / 2, _time);
        }
        catch (TimeoutException)
        {
            // the store fails; its fault is told where it is used
        }
    }

    /// <summary>Stores what waits. The store is still open then: it was there before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _bell.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        await WriteWaitingAsync();
        _stop.Dispose();
        if (_waiting.Count + _lost is > 0 and var lost)
        {
            LogLost(_log, lost);
        }
    }

    private void Put(EventCode code, MeterId meter, DateTimeOffset at, Func<EventLogName, string> messageOf)
    {
        _counts.AddOrUpdate(EventCodes.IsStatus(code) ? EventCode.MeterStatus : code, 1, (_, count) => count + 1);
        lock (_gate)
        {
            foreach (var log in EventCodes.LogsOf(code, meter))
            {
                _waiting.AddLast(new EventEntry(0, log, at, code, EventMessage.Of(messageOf(log))));
            }

            Bound();
        }

        _bell.Writer.TryWrite(true);
    }

    private async Task RunAsync()
    {
        while (await _bell.Reader.WaitToReadAsync())
        {
            _bell.Reader.TryRead(out _);
            while (!await WriteWaitingAsync() && !_stop.IsCancellationRequested)
            {
                await Task.Delay(RetryAfter, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Stores what waits; false when the store took not all of it.</summary>
    private async Task<bool> WriteWaitingAsync()
    {
        while (Take(out var lost) is { Count: > 0 } batch)
        {
            try
            {
                Stored(await _store.AppendAsync(lost == 0 ? batch : [Loss(lost, batch[0]), .. batch]), lost);
            }
#pragma warning disable CA1031 // Whatever the store throws, events go on to be taken and are tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                PutBack(batch, e);
                return false;
            }
        }

        return true;
    }

    /// <summary>The next events, and how many were lost before them.</summary>
    private List<EventEntry> Take(out long lost)
    {
        lock (_gate)
        {
            lost = _lost;
            var batch = _waiting.Take(Batch).ToList();
            batch.ForEach(_ => _waiting.RemoveFirst());
            _isWriting = batch.Count > 0;
            if (!_isWriting)
            {
                _settled?.SetResult();
                _settled = null;
            }

            return batch;
        }
    }

    private void Stored(IReadOnlyList<EventEntry> stored, long lost)
    {
        lock (_gate)
        {
            _lost -= lost;
        }

        foreach (var rolled in stored.Where(entry => entry.Code == EventCode.LogRolledOver))
        {
            LogRolledOver(_log, rolled.Log.Kind, rolled.Log.Meter, rolled.Message);
        }

        if (_isFailing)
        {
            _isFailing = false;
            LogStoredAgain(_log);
        }
    }

    /// <summary>They are older than what waits.</summary>
    private void PutBack(List<EventEntry> batch, Exception fault)
    {
        lock (_gate)
        {
            _waiting = new LinkedList<EventEntry>(batch.Concat(_waiting));
            _isWriting = false;
            Bound();
        }

        if (!_isFailing)
        {
            _isFailing = true;
            LogNotStored(_log, fault.Message);
        }
    }

    private void Bound()
    {
        for (; _waiting.Count > MostWaiting; _lost++)
        {
            _waiting.RemoveFirst();
            Lost++;
        }
    }

    /// <summary>Says in the gateway's log that some are missing, before the first one that is there again.</summary>
    private static EventEntry Loss(long lost, EventEntry next) => new(
        0,
        new EventLogName(MeterId.Gateway, EventLogKind.Standard),
        next.At,
        EventCode.NonVolatileMemoryError,
        string.Create(CultureInfo.InvariantCulture, $"{lost} events are lost: the store took none for so long that there was no more room for them in memory."));

    private void WriteLine(EventCode code, string source, string message)
    {
        var (level, number) = (LevelOf(code), (int)code);
        if (source.Length == 0)
        {
            LogEvent(_log, level, message, number);
        }
        else
        {
            LogBusEvent(_log, level, source, message, number);
        }
    }

    private static LogLevel LevelOf(EventCode code) => EventCodes.Of(code).Severity switch
    {
        EventSeverity.Information => LogLevel.Information,
        EventSeverity.Error => LogLevel.Error,
        _ => LogLevel.Warning,
    };
}
