using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>
/// The worker of a bus over stores in memory, on one thread: it goes on while orders are given or its clock is moved, and only then.
/// </summary>
internal sealed class InMemoryWorker : IDisposable
{
    private readonly string _bus;
    private readonly ILevelConverter _line;
    private readonly ManualTimeProvider _time;
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public InMemoryWorker(string bus, ILevelConverter line, ManualTimeProvider time)
    {
        // with a context of its own what follows a wait would go to another thread
        SynchronizationContext.SetSynchronizationContext(null);
        (_bus, _line, _time, Events) = (bus, line, time, new RecordingEventLog(time));
    }

    public InMemoryMeterStore Meters { get; } = new();

    public InMemoryReadoutStore Readouts { get; } = new();

    public InMemoryStateStore State { get; } = new();

    public RecordingEventLog Events { get; }

    public MeterKeys Keys => field ??= new MeterKeys("no meter here has a key", Events);

    public RecordingLogger<BusWorker> Log { get; } = new();

    public StoreHealth Store { get; private set; } = null!;

    public LiveReadings Live { get; private set; } = null!;

    public BusWorker Worker { get; private set; } = null!;

    /// <summary>Ends when the worker has stopped.</summary>
    public Task Running => _running;

    /// <summary>Are told of every readout that was stored or shown.</summary>
    public List<IReadoutObserver> Observers { get; } = [];

    /// <summary>The interval of all meters.</summary>
    public ReadoutInterval Interval { get; } = ReadoutInterval.Parse("15 min");

    /// <summary>A mark of the clock: all active meters are due.</summary>
    public void Cycle() => Worker.ReadCycle(Meters.Meters.Values.Where(meter => meter.Active).Select(meter => meter.Id), Interval);

    /// <summary>A new worker over the same stores, as after a restart.</summary>
    public void Restart()
    {
        End();
        Start();
    }

    /// <summary>Tells the worker to stop.</summary>
    public void BeginStop() => _stop.Cancel();

    public void Dispose()
    {
        End();
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    /// <summary>Starts the worker; meters that come later are read at once.</summary>
    public void Start()
    {
        Live = new LiveReadings(Readouts);
        Store = new StoreHealth(Events, _time);
        var services = new ReadoutServices
        {
            Meters = Meters,
            Readouts = Readouts,
            Store = Store,
            Live = Live,
            Habits = new LearntHabits(State),
            Keys = Keys,
            Replacement = new MeterReplacement(Meters, Events),
            Events = Events,
            Told = new ToldFaults(State, Store, () => Task.CompletedTask),
            IntervalOf = _ => Interval.Period,
            Observers = Observers,
        };
        Worker = new BusWorker(_bus, _line, services, _time, Log, TaskCreationOptions.None);
        _stop = new CancellationTokenSource();
        _running = Worker.RunAsync(_stop.Token);
    }

    private void End()
    {
        _stop.Cancel();
        while (!_running.IsCompleted && _time.AdvanceToNext())
        {
            // a request that is under way is waited for
        }

        _stop.Dispose();
        if (!_running.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The worker goes on, or has failed.", _running.Exception);
        }
    }
}
