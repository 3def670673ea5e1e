using Gateway.Configuration;
using Gateway.Readout;
using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using Metering;
using Simulation;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>
/// A bus called cellar with its worker, all in memory and on one thread: orders are carried out while they are given, or while the clock is
/// moved. A test can answer for a meter with an application error, and give each request time.
/// </summary>
internal sealed class BusParts : IDisposable
{
    public const string Bus = "cellar";

    private readonly InMemoryWorker _parts;

    /// <summary>A bus with meters of all types, on a line that takes no time.</summary>
    public BusParts(int meters = 6)
        : this(time => SimulatedBus.Create(1, meters, time))
    {
    }

    /// <summary>A bus of one's own.</summary>
    /// <param name="bus">Makes it.</param>
    /// <param name="hasWire">Whether the line takes the times of a real one; then the clock has to be moved.</param>
    /// <param name="isInstalled">Whether the meters are stored.</param>
    public BusParts(Func<TimeProvider, SimulatedBus> bus, bool hasWire = false, bool isInstalled = true)
    {
        Simulated = bus(Time);
        Line = new ScriptedConverter(Simulated);
        _parts = new InMemoryWorker(Bus, hasWire ? new VirtualLine(Simulated, Time) { Timing = BusTiming.Serial(2400) } : Line, Time);
        foreach (var meter in isInstalled ? Simulated.Meters : [])
        {
            _ = Meters.AddAsync(Parts.MeterOf(meter));
        }

        _parts.Start();
    }

    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public SimulatedBus Simulated { get; }

    public ScriptedConverter Line { get; }

    public InMemoryMeterStore Meters => _parts.Meters;

    public InMemoryReadoutStore Readouts => _parts.Readouts;

    public InMemoryStateStore State => _parts.State;

    public RecordingEventLog Events => _parts.Events;

    public RecordingLogger<BusWorker> Log => _parts.Log;

    public StoreHealth Store => _parts.Store;

    public LiveReadings Live => _parts.Live;

    public BusWorker Worker => _parts.Worker;

    /// <summary>Ends when the worker has stopped.</summary>
    public Task Running => _parts.Running;

    /// <summary>Are told of every readout that was stored or shown.</summary>
    public List<IReadoutObserver> Observers => _parts.Observers;

    /// <summary>The interval of all meters.</summary>
    public ReadoutInterval Interval => _parts.Interval;

    /// <summary>The meters that were read and stored, in the order of storing.</summary>
    public IReadOnlyList<int> Order => [.. Readouts.All.Select(readout => readout.Meter.Value)];

    /// <summary>A new worker over the same stores, as after a restart.</summary>
    public void Restart() => _parts.Restart();

    /// <summary>Tells the worker to stop.</summary>
    public void BeginStop() => _parts.BeginStop();

    public Meter Meter(int number) => Meters.Meters[number];

    public void Change(int number, Func<Meter, Meter> change) => _ = Meters.ChangeAsync(new MeterId(number), change);

    public int Stored(int number) => Readouts.All.Count(readout => readout.Meter.Value == number);

    /// <summary>Makes meters silent, or lets them answer again.</summary>
    public void Silence(bool isSilent, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Simulated.Meters[number - 1].Faults = isSilent ? new() { Silence = 1 } : Faults.None;
        }
    }

    /// <summary>Gives an order; without a line that takes time it is carried out when this returns.</summary>
    public Task<ReadoutOutcome> Read(int number, ReadoutPrecedence precedence = ReadoutPrecedence.Schedule) => Worker.ReadAsync(new MeterId(number), precedence);

    /// <summary>What came of an order that needs no more time.</summary>
    public Task<ReadoutOutcome> OutcomeAsync(int number, ReadoutPrecedence precedence)
    {
        var done = Read(number, precedence);
        Assert.True(done.IsCompleted);
        return done;
    }

    /// <summary>A mark of the clock: all active meters are due.</summary>
    public void Cycle() => _parts.Cycle();

    /// <summary>Marks of the clock, the time of an interval after each.</summary>
    public void Cycles(int count)
    {
        for (var cycle = 0; cycle < count; cycle++)
        {
            Cycle();
            Time.Advance(Interval.Period);
        }
    }

    /// <summary>A meter answers all requests with an application error (CI 70h); null: as it is.</summary>
    public void Refuse(int number, ApplicationErrorCode? error)
    {
        var address = Meter(number).PrimaryAddress!.Value;
        Line.Refusal = error is null ? null : (address, LinkFrame.Long(ControlField.RspUd, address.Value, 0x70, [(byte)error]));
        Change(number, meter => meter with { Addressing = AddressingMode.Primary });
    }

    public void Dispose() => _parts.Dispose();
}
