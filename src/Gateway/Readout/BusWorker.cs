using Gateway.Diagnosis;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// Reads the meters of one bus, one at a time, in the order of its queue. A silent meter or a lost line is written to the log
/// once and tried again with the next order; it never stops the others.
/// </summary>
internal sealed partial class BusWorker : IAsyncDisposable
{
    /// <summary>How long a lost line is left alone: a whole cycle would otherwise wait for every meter's time-out.</summary>
    private static readonly TimeSpan LineRetryInterval = TimeSpan.FromSeconds(10);

    private readonly ILevelConverter _converter;
    private readonly BusMaster _master;
    private readonly IMeterStore _meters;
    private readonly IReadoutStore _readouts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly int _baudRate;
    private readonly ReadoutQueue _queue = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<MeterId, ReadoutFault> _faults = [];
    private long _lineLostAt;
    private volatile bool _lineIsLost;
    private Task _running = Task.CompletedTask;

    /// <summary>Is told of every readout that was stored, with its meter.</summary>
    public required Func<Meter, Task> Stored { get; init; }

    /// <summary>A worker that does not run yet.</summary>
    public BusWorker(string bus, ILevelConverter converter, IMeterStore meters, IReadoutStore readouts, BusStatistics statistics, TimeProvider time, ILogger log)
    {
        (Bus, Statistics) = (bus, statistics);
        (_converter, _meters, _readouts, _time, _log) = (converter, meters, readouts, time, log);
        _baudRate = converter.Timing.BaudRate;
        _master = new BusMaster(converter, time);
    }

    /// <summary>The bus's name.</summary>
    public string Bus { get; }

    /// <summary>What became of the readouts, and what went over the line.</summary>
    public BusStatistics Statistics { get; }

    /// <summary>How many readouts wait or are being made.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>Whether the level converter could not be reached when it was last tried.</summary>
    public bool LineIsLost => _lineIsLost;

    /// <summary>Asks for a readout; the task ends when the meter was tried.</summary>
    public Task ReadAsync(MeterId meter, ReadoutPrecedence precedence) => _queue.Add(meter, precedence).Done;

    /// <summary>Starts to carry out orders.</summary>
    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Breaks off the conversation that is going on, and closes the line.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _converter.DisposeAsync();
        _queue.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var order = await _queue.TakeAsync(cancellationToken);
                try
                {
                    await CarryOutAsync(order.Meter, cancellationToken);
                }
                finally
                {
                    _queue.Complete(order);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task CarryOutAsync(MeterId id, CancellationToken cancellationToken)
    {
        if (_meters.Find(id) is not { Active: true } meter)
        {
            return;
        }

        try
        {
            if (_lineIsLost && _time.GetElapsedTime(_lineLostAt) < LineRetryInterval)
            {
                await _readouts.RecordFailureAsync(id, _time.GetUtcNow());
                return;
            }

            var start = _time.GetTimestamp();
            var result = await AskAsync(meter, cancellationToken);
            Statistics.Note(meter, result, _time.GetElapsedTime(start));
            LineWorks();
            await KeepAsync(meter, result);
        }
        catch (LevelConverterException e)
        {
            LineFailed(e);
            await RecordFailureAsync(meter);
        }
        catch (StoreException e)
        {
            LogNotStored(_log, e, Bus, Describe(meter));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // whatever it is, the other meters are read
            LogFailed(_log, e, Bus, Describe(meter));
            await RecordFailureAsync(meter);
        }
    }

    private Task<ReadoutResult> AskAsync(Meter meter, CancellationToken cancellationToken)
    {
        var baudRate = meter.BaudRate ?? _baudRate;
        if (_converter.Timing.BaudRate != baudRate)
        {
            _converter.Timing = _converter.Timing with { BaudRate = baudRate };
        }

        var options = ReadoutOptions.Default with { Identity = meter.Identity };
        return meter is { Addressing: AddressingMode.Secondary, Identity: { IsComplete: true } identity }
            ? _master.ReadAsync(identity, options, cancellationToken)
            : _master.ReadAsync(meter.PrimaryAddress ?? PrimaryAddress.Unconfigured, options, cancellationToken);
    }

    /// <summary>Stores what came, or that nothing came.</summary>
    private async Task KeepAsync(Meter meter, ReadoutResult result)
    {
        Report(meter, result.Fault);
        if (result.Telegrams.Count == 0)
        {
            await _readouts.RecordFailureAsync(meter.Id, result.StartedAt);
            return;
        }

        meter = await LearnIdentityAsync(meter, result);
        await _readouts.AppendAsync(new MeterReadout
        {
            Meter = meter.Id,
            ReadAt = result.StartedAt,
            Telegrams = [.. result.Telegrams.Select(telegram => telegram.Bytes)],
            IsComplete = result.IsComplete,
        });
        await TellAsync(meter);
    }

    /// <summary>The readout is safe; what others make of it is not the meter's fault.</summary>
    private async Task TellAsync(Meter meter)
    {
        try
        {
            await Stored(meter);
        }
        catch (StoreException e)
        {
            LogNotRemembered(_log, e, Bus, Describe(meter));
        }
    }

    /// <summary>A meter that was entered by its primary address alone says who it is in its first answer.</summary>
    private async Task<Meter> LearnIdentityAsync(Meter meter, ReadoutResult result) =>
        meter.Identity is null && result.Identity is { } identity ? await _meters.ChangeAsync(meter with { Identity = identity }) : meter;

    private async Task RecordFailureAsync(Meter meter)
    {
        try
        {
            await _readouts.RecordFailureAsync(meter.Id, _time.GetUtcNow());
        }
        catch (StoreException e)
        {
            LogNotStored(_log, e, Bus, Describe(meter));
        }
    }

    /// <summary>A meter's state is told when it falls silent and when it is back, not with every readout.</summary>
    private void Report(Meter meter, ReadoutFault fault)
    {
        var known = _faults.GetValueOrDefault(meter.Id);
        _faults[meter.Id] = fault;
        if ((fault == ReadoutFault.None) == (known == ReadoutFault.None))
        {
            return;
        }

        var (name, words) = (Describe(meter), fault.Words());
        if (fault == ReadoutFault.None)
        {
            LogMeterBack(_log, Bus, name);
        }
        else
        {
            LogMeterFault(_log, Bus, name, words);
        }
    }

    /// <summary>Name and address of a meter, as an installer knows it.</summary>
    private static string Describe(Meter meter)
    {
        var address = meter.Identity?.ToString() ?? $"primary address {meter.PrimaryAddress}";
        return meter.Name.Length == 0 ? address : $"{meter.Name} ({address})";
    }

    private void LineFailed(LevelConverterException e)
    {
        _lineLostAt = _time.GetTimestamp();
        if (!_lineIsLost)
        {
            _lineIsLost = true;
            LogLineLost(_log, Bus, e.Message);
        }
    }

    private void LineWorks()
    {
        if (_lineIsLost)
        {
            _lineIsLost = false;
            LogLineBack(_log, Bus, _converter.Name);
        }
    }
}
