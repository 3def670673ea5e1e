using Gateway.Configuration;
using Gateway.Diagnosis;
using MBus.LevelConverter;
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
    /// <summary>How often an idle bus is listened to, and what is due looked for.</summary>
    private static readonly TimeSpan IdleTick = TimeSpan.FromSeconds(1);

    private readonly ILevelConverter _converter;
    private readonly ReadoutServices _services;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BusMaster _master;
    private readonly ReadoutKeeper _keeper;
    private readonly ReadoutAllowance _allowance;
    private readonly int _baudRate;
    private readonly long _born;
    private readonly ReadoutQueue _queue;
    private readonly ReadoutCycles _cycles = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isContinuous;
    private Task _running = Task.CompletedTask;

    /// <summary>A worker that does not run yet.</summary>
    /// <param name="bus">The bus's name.</param>
    /// <param name="converter">The way to it; the worker disposes it.</param>
    /// <param name="services">What it shares with other buses.</param>
    /// <param name="statistics">Is told of every readout.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="continuations">
    /// By default who waits for an order goes on elsewhere; <see cref="TaskCreationOptions.None"/> keeps everything on one thread.
    /// </param>
    public BusWorker(
        string bus,
        ILevelConverter converter,
        ReadoutServices services,
        BusStatistics statistics,
        TimeProvider time,
        ILogger log,
        TaskCreationOptions continuations = TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Bus = bus;
        (_converter, _services, Statistics, _time, _log) = (converter, services, statistics, time, log);
        _baudRate = converter.Timing.BaudRate;
        _born = time.GetTimestamp();
        _master = new BusMaster(converter, time);
        _keeper = new ReadoutKeeper(bus, services, time, log);
        _allowance = new ReadoutAllowance(services.Readouts);
        _queue = new ReadoutQueue(continuations);
    }

    /// <inheritdoc />
    public string Bus { get; }

    /// <summary>What became of the readouts, and what went over the line.</summary>
    public BusStatistics Statistics { get; }

    /// <summary>The rate of the bus in baud; a meter can have its own.</summary>
    public int BaudRate => _baudRate;

    /// <summary>The number of orders that are waiting or being carried out.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>Whether the bus's meters are read without pause when nothing else is to be done; the values are shown and not stored.</summary>
    public bool IsContinuous
    {
        get => _isContinuous;
        set => _isContinuous = value;
    }

    /// <summary>How long the worker has run.</summary>
    private TimeSpan Now => _time.GetElapsedTime(_born);

    /// <summary>Asks for a readout. A head-end never waits for a meter that may not be read, or that is known to be silent.</summary>
    /// <returns>Ends when the meter was tried and what came is stored.</returns>
    public Task<ReadoutOutcome> ReadAsync(MeterId meter, ReadoutPrecedence precedence) => precedence == ReadoutPrecedence.OnDemand && _quarantine.Holds(meter)
        ? Task.FromResult(ReadoutOutcome.LeftOut)
        : precedence == ReadoutPrecedence.OnDemand && _services.Meters.Find(meter) is { } known && _allowance.Hold(known, _time.GetUtcNow()) is not null
        ? Task.FromResult(ReadoutOutcome.NotNow)
        : _queue.Add(meter, precedence).Done;

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

    /// <summary>Breaks off the conversation that is going on, and closes the line.</summary>
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
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (_queue.TryTake() is { } order)
                {
                    await CarryOutAsync(order, cancellationToken);
                }
                else
                {
                    await IdleAsync(cancellationToken);
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
            _queue.Close();
        }
    }

    private Task CarryOutAsync(BusOrder order, CancellationToken cancellationToken) =>
        order is ReadoutOrder readout ? CarryOutAsync(readout, cancellationToken) : WorkAsync((WorkOrder)order, cancellationToken);

    private async Task WorkAsync(WorkOrder work, CancellationToken cancellationToken)
    {
        try
        {
            UseBaudRate(_baudRate);
            await work.RunAsync(_master, cancellationToken);
            LineWorks();
        }
        catch (LevelConverterException e)
        {
            LineFailed(e);
        }
        finally
        {
            _queue.Complete(work, ReadoutOutcome.Read);
        }
    }

    /// <summary>Nothing is asked for: the next meter of continuous mode, or a tick of listening and looking for what is due.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        if (!_continuousRests && NextOfContinuous() is { } meter)
        {
            _queue.Add(meter, ReadoutPrecedence.Continuous);
            return;
        }

        _continuousRests = false;
        await _queue.WaitAsync(IdleTick, _time, cancellationToken);
        if (_queue.Count > 0)
        {
            return;
        }

        try
        {
            Heard(await _master.HearUnrequestedAsync(cancellationToken));
            await DoWhatIsDueAsync(cancellationToken);
        }
        catch (LevelConverterException e)
        {
            LineFailed(e);
        }
    }

    private void UseBaudRate(int baudRate)
    {
        if (_converter.Timing.BaudRate != baudRate)
        {
            _converter.Timing = _converter.Timing with { BaudRate = baudRate };
        }
    }
}
