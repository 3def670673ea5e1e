using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Gateway.Push;
using Gateway.Tests.Harness;
using MBus.Master;
using Metering;
using Metering.Push;
using Testing;

namespace Gateway.Tests.Push;

/// <summary>
/// What pushes, over stores in memory and scripted receivers, on one thread: it goes on while its clock is moved, and only then.
/// </summary>
internal sealed class PushBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SynchronizationContext? _context = SynchronizationContext.Current;

    public PushBench(PushOptions? options = null, int meters = 1, TimeZoneInfo? zone = null)
    {
        // with a context of its own what follows a wait would go to another thread
        SynchronizationContext.SetSynchronizationContext(null);
        (Options, Zone) = (options ?? With(LoadProfile1()), zone ?? TimeZoneInfo.Utc);
        Receivers = new ScriptedReceivers(Time);
        Events = new RecordingEventLog(Time);
        for (var i = 1; i <= meters; i++)
        {
            AddMeter(i);
        }
    }

    public ManualTimeProvider Time { get; } = new(Start);

    public PushOptions Options { get; set; }

    public TimeZoneInfo Zone { get; }

    public InMemoryMeterStore Meters { get; } = new();

    public InMemoryStateStore State { get; } = new();

    public SyntheticHistory History { get; } = new();

    public InMemoryEventStore EventLogs { get; } = new();

    public InMemoryPushCursorStore Cursors { get; } = new();

    public ScriptedReceivers Receivers { get; }

    public RecordingEventLog Events { get; }

    public RecordingLogger<PushWorkers> Log { get; } = new();

    public PushService Push { get; private set; } = null!;

    public PushServices Services { get; private set; } = null!;

    /// <summary>How often meters are read; null: no report waits for it.</summary>
    public string? Interval { get; init; }

    /// <summary>Chance; none by default.</summary>
    public Func<double> Chance { get; set; } = () => 0;

    /// <summary>Load profile 1 to a receiver, without a randomised start.</summary>
    public static ReportOptions LoadProfile1(string receiver = "head-end.example:4059") =>
        new() { Enabled = true, Schedule = "1 h", Receiver = new() { Address = receiver }, Randomisation = TimeSpan.Zero };

    public static PushOptions With(ReportOptions loadProfile1) => new() { Reports = new() { LoadProfile1 = loadProfile1 } };

    public void AddMeter(int number)
    {
        Assert.True(SecondaryAddress.TryParse($"{number:D8}2D2C1904", out var identity));
        _ = Meters.AddAsync(new Meter { Bus = "cellar", Identity = identity });
    }

    /// <summary>A reading of every meter, now.</summary>
    public void Read()
    {
        foreach (var meter in Meters.Meters.Values)
        {
            History.Add(meter.Id, Time.GetUtcNow());
        }
    }

    /// <summary>Starts the service over the stores as they are.</summary>
    public async Task StartAsync()
    {
        History.TellsLast = Interval is not null;
        var reports = new PushReports(Options, State, Meters);
        var sources = new ReportSources
        {
            Reports = reports,
            Gateway = new GatewayIdentity("ELV", 200_000_001),
            Zone = Zone,
            Meters = Meters,
            ShowsInvented = false,
            Readouts = History,
            IntervalOf = _ => ReadoutInterval.Parse(Interval ?? "1 month"),
            Profiles = History,
            Events = EventLogs,
            Cursors = Cursors,
            AddressTowards = _ => 0xC000_0201,
        };
        Services = new PushServices
        {
            Sources = sources,
            State = State,
            Transport = Receivers,
            Frame = (_, source, destination, notification) => new(ScriptedReceivers.FrameOf(source, destination, notification)),
            InForce = protection => protection,
            Events = Events,
            Time = Time,
            MaxPdu = Options.MaxPdu,
            Chance = () => Chance(),
            Log = Log,
            Continuations = TaskCreationOptions.None,
        };
        Push = new PushService(Services);
        await Push.StartAsync(CancellationToken.None);
    }

    /// <summary>The service ends, whatever it is doing, and another one starts over what is durable.</summary>
    public async Task RestartAsync()
    {
        await Push.DisposeAsync();
        await StartAsync();
    }

    public PushCursor Cursor(int meter = 1, ReportKind report = ReportKind.LoadProfile1) => ReportActivation.CursorOf(Services, report, new MeterId(meter));

    public ReceiverState StateOf(string receiver = "head-end.example:4059") =>
        Push.Workers.StateOf(PushDestination.TryParse(receiver, out var address) ? address : throw new ArgumentException("No receiver.", nameof(receiver)));

    public async ValueTask DisposeAsync()
    {
        await (Push?.DisposeAsync() ?? ValueTask.CompletedTask);
        SynchronizationContext.SetSynchronizationContext(_context);
    }
}
