using System.Collections.Immutable;
using Gateway.Configuration;
using Gateway.Diagnosis;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>
/// Reads the meters of one bus, one at a time, in the order of its queue. What fails is told once and never stops the others. It runs on
/// one thread and waits for nothing but its line, its store and its clock.
/// </summary>
internal sealed partial class BusWorker : IBusAccess, IAsyncDisposable
{
    /// <summary>How often the bus is listened to, and what is due looked for.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly LineRecorder _converter;
    private readonly ReadoutServices _services;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BusMaster _master;
    private readonly ReadoutKeeper _keeper;
    private readonly ReadoutAllowance _allowance;
    private readonly BusState _state;
    private readonly long _born;
    private readonly ReadoutQueue _queue;
    private readonly ReadoutCycles _cycles;
    private readonly ContinuousMode _continuous = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Readouts for later, by how long the worker will have run.</summary>
    private readonly PriorityQueue<MeterId, TimeSpan> _postponed = new();
    private ImmutableSortedDictionary<int, Meter> _meters = ImmutableSortedDictionary<int, Meter>.Empty;
    private TimeSpan _nextTick;
    private Task _running = Task.CompletedTask;

    /// <summary>A worker that does not run yet.</summary>
    /// <param name="bus">The bus's name.</param>
    /// <param name="converter">The way to it, which is recorded; the worker disposes it.</param>
    /// <param name="services">What it shares with other buses.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="continuations">
    /// By default who waits for an order goes on elsewhere; <see cref="TaskCreationOptions.None"/> keeps everything on one thread.
    /// </param>
    public BusWorker(
        string bus,
        ILevelConverter converter,
        ReadoutServices services,
        TimeProvider time,
        ILogger log,
        TaskCreationOptions continuations = TaskCreationOptions.RunContinuationsAsynchronously)
    {
        var line = new LineRecorder(converter, time);
        Bus = bus;
        BaudRate = line.Timing.BaudRate;
        Statistics = new BusStatistics(line, time);
        (_converter, _services, _time, _log) = (line, services, time, log);
        _born = time.GetTimestamp();
        _master = new BusMaster(line, time);
        _keeper = new ReadoutKeeper(bus, services, time, log);
        _allowance = new ReadoutAllowance(services.Readouts);
        _queue = new ReadoutQueue(continuations);
        _cycles = new ReadoutCycles(time);
        _state = new BusState(bus, line.Name, services.Events, services.Told, time, meter => _queue.Add(meter, ReadoutPrecedence.Schedule));
    }

    /// <inheritdoc />
    public string Bus { get; }

    /// <summary>The rate of the bus in baud; a meter can have its own.</summary>
    public int BaudRate { get; }

    /// <summary>What became of the readouts, and what went over the line.</summary>
    public BusStatistics Statistics { get; }

    /// <summary>Whether the level converter could not be reached when it was last tried.</summary>
    public bool LineIsLost => _state.LineIsLost;

    /// <summary>Whether nobody can say that the line works or fails: nothing was sent over it since the service started.</summary>
    public bool LineIsUntried => !LineIsLost && Statistics.Line.Figures().FramesSent == 0;

    /// <summary>Why, in words; null: it works.</summary>
    public string? LineFault => _state.LineFault;

    /// <summary>Whether no meter answers.</summary>
    public bool AllMetersSilent => _state.AllMetersSilent;

    /// <summary>Whether bytes come while nothing is asked.</summary>
    public bool IsNoisy => _state.IsNoisy;

    /// <summary>Whether the level converter sends back what it is sent, as was learnt from what came.</summary>
    public bool ConverterEchoes => _master.ConverterEchoes;

    /// <summary>The number of orders that are waiting or being carried out.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>The cycles that the schedule has asked for, by their interval.</summary>
    public IReadOnlyList<CycleFigures> Cycles => _cycles.Figures;

    /// <summary>Whether the bus's meters are read without pause when nothing else is to be done; the values are shown and not stored.</summary>
    public bool IsContinuous
    {
        get => _continuous.IsOn;
        set => _continuous.IsOn = value;
    }

    /// <summary>How long the worker has run.</summary>
    private TimeSpan Now => _time.GetElapsedTime(_born);

    /// <summary>Asks for a readout. A head-end never waits for a meter that may not be read, or that is known to be silent.</summary>
    /// <returns>Ends when the meter was tried and what came is stored.</returns>
    public Task<ReadoutOutcome> ReadAsync(MeterId meter, ReadoutPrecedence precedence)
    {
        if (precedence == ReadoutPrecedence.OnDemand)
        {
            if (_quarantine.Holds(meter))
            {
                return Task.FromResult(ReadoutOutcome.LeftOut);
            }

            if (_services.Meters.Find(meter) is { } known && _allowance.Hold(known, _time.GetUtcNow()) is not null)
            {
                return Task.FromResult(ReadoutOutcome.NotNow);
            }
        }

        return _queue.Add(meter, precedence).Done;
    }

    /// <summary>The clock asks for a cycle: all these meters are read once.</summary>
    public void ReadCycle(IEnumerable<MeterId> meters, ReadoutInterval interval)
    {
        if (_cycles.Begin(interval, () => [.. meters.Select(meter => _queue.Add(meter, ReadoutPrecedence.Schedule).Done)]))
        {
            _services.Events.Report(
                EventCode.CycleLongerThanInterval, Bus, $"reading all meters takes longer than {interval.Text}. Give a longer interval, a higher baud rate, or split the bus");
        }
    }

    /// <inheritdoc />
    public Task<T> UseAsync<T>(Func<BusMaster, CancellationToken, Task<T>> work, ReadoutPrecedence precedence, CancellationToken cancellationToken) =>
        _queue.AddAsync(work, precedence, cancellationToken);

    /// <summary>What is known of a meter that fails; null: it does not.</summary>
    public MeterSilence? SilenceOf(MeterId meter) => _quarantine.Of(meter);

    /// <summary>How the readout of a meter stands.</summary>
    public MeterReadoutState StateOf(MeterId meter)
    {
        var silence = _quarantine.Of(meter);
        var now = _time.GetUtcNow();
        var hold = _services.Meters.Find(meter) is { } known ? _allowance.Hold(known, now) : null;
        return silence is null
            ? new MeterReadoutState(0, ReadoutFault.None, FailingSince: null, IsQuarantined: false, NextTry: null, hold)
            : new MeterReadoutState(
                silence.Failures, silence.Fault, silence.Since, silence.IsQuarantined, silence.IsQuarantined ? now + (silence.NextTry - Now) : null, hold);
    }

    /// <summary>Starts to carry out orders.</summary>
    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Breaks off the conversation that is going on, waits until what was read is stored, and closes the line.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _converter.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Carries out orders until it is cancelled; those that are left are abandoned.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        _meters = _services.Meters.Meters;
        foreach (var meter in MetersOfBus().Where(_ => _state.AllMetersSilent))
        {
            // as before the start: each is tried in turn
            _state.Owe(meter.Id);
        }

        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await LookAtMetersAsync();
                await TickAsync(cancellationToken);
                _ = _services.Told.StoreAsync();
                switch (_queue.TryTake())
                {
                    case ReadoutOrder readout:
                        await CarryOutAsync(readout, cancellationToken);
                        break;
                    case WorkOrder work:
                        await CarryOutAsync(work, cancellationToken);
                        break;
                    default:
                        await IdleAsync(cancellationToken);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // as asked for
        }
        finally
        {
            await _keeping;
            await _services.Told.StoreAsync();
            _queue.Close();
        }
    }

    private async Task CarryOutAsync(WorkOrder work, CancellationToken cancellationToken)
    {
        try
        {
            UseBaudRate(BaudRate);
            _accessNumbers.OthersAsked();
            var sent = _converter.Figures().BytesSent;
            if (await work.RunAsync(_master, cancellationToken) && _converter.Figures().BytesSent > sent)
            {
                // what nobody waited for any more has asked nobody, or not to the end
                _state.LineWorks();
            }
        }
        catch (LevelConverterException e)
        {
            _state.LineFailed(e);
        }
        finally
        {
            _queue.Complete(work, ReadoutOutcome.Read);
        }
    }

    /// <summary>Nothing is asked for: the next meter of continuous mode, or a rest.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        Blame(_state.NobodyWaits());
        if (_state.Works && _continuous.Next(MetersOfBus().Where(CostsNothing)) is { } meter)
        {
            _queue.Add(meter, ReadoutPrecedence.Continuous);
            return;
        }

        _ = _services.Told.StoreAsync();
        await _queue.WaitAsync(Tick, _time, cancellationToken);
    }

    /// <summary>Between two orders, once a second: what comes unasked is heard, and what is due is ordered, however much else there is to do.</summary>
    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (Now < _nextTick)
        {
            return;
        }

        _nextTick = Now + Tick;
        try
        {
            _state.Heard(await _master.HearUnrequestedAsync(cancellationToken));
            await DoWhatIsDueAsync(cancellationToken);
        }
        catch (LevelConverterException e)
        {
            _state.LineFailed(e);
        }
    }

    /// <summary>Readouts that were put off, and the next trial of a bus that does not work.</summary>
    private async Task DoWhatIsDueAsync(CancellationToken cancellationToken)
    {
        while (_postponed.TryPeek(out var meter, out var due) && due <= Now)
        {
            _postponed.Dequeue();
            _queue.Add(meter, ReadoutPrecedence.Schedule);
        }

        if (_state.Works || !_state.IsTrialDue)
        {
            return;
        }

        if (_state.NextTrial(MayBeTried) is { } trial)
        {
            _queue.Add(trial, ReadoutPrecedence.Schedule);
        }
        else if (_state.LineIsLost)
        {
            // no meter waits for the line: a request that costs no meter anything tells whether it carries one
            await _master.InitialiseAsync(PrimaryAddress.Selected, cancellationToken);
            _state.LineWorks();
        }
    }

    /// <summary>
    /// A meter that came, from whomever, is read at once when it never was: until then it shows nothing to a head-end. Of one that was
    /// removed nothing is kept.
    /// </summary>
    private async Task LookAtMetersAsync()
    {
        var (before, now) = (_meters, _services.Meters.Meters);
        if (ReferenceEquals(before, now))
        {
            return;
        }

        _meters = now;
        foreach (var meter in now.Values.Where(meter => IsRead(meter) && !(before.TryGetValue(meter.Id.Value, out var known) && IsRead(known))))
        {
            if (_services.Readouts.Last(meter.Id).Readout is null)
            {
                _queue.Add(meter.Id, ReadoutPrecedence.Schedule);
            }
        }

        foreach (var gone in before.Values.Where(meter => IsOfBus(meter) && !now.ContainsKey(meter.Id.Value)))
        {
            // what it said last is learnt from before it is forgotten
            await _keeping;
            Forget(gone.Id);
            await _keeper.ForgetAsync(gone);
        }
    }

    private void UseBaudRate(int baudRate)
    {
        if (_converter.Timing.BaudRate != baudRate)
        {
            _converter.Timing = _converter.Timing with { BaudRate = baudRate };
        }
    }

    private IEnumerable<Meter> MetersOfBus() => _services.Meters.Meters.Values.Where(IsRead);

    private bool IsRead(Meter meter) => meter.Active && IsOfBus(meter);

    private bool IsOfBus(Meter meter) => meter.Bus.Equals(Bus, StringComparison.OrdinalIgnoreCase);
}
