using Gateway.Configuration;
using Gateway.Events;
using Gateway.LogicalDevices;
using Gateway.Push;
using Gateway.Readout;
using MBus.Master;
using Metering;
using Simulation;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>
/// The parts of the service without host, ports and schedule, on a clock that stands still: a data directory, one bus called cellar
/// with simulated meters behind a scripted line, fresh readings and logical devices.
/// </summary>
internal sealed class Parts : IAsyncDisposable
{
    public const string Bus = "cellar";

    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    private Parts(TemporaryFolder folder, bool ownsFolder, int meters)
    {
        (_folder, _ownsFolder) = (folder, ownsFolder);
        Simulated = SimulatedBus.Create(1, meters, Time);
        Line = new ScriptedConverter(Simulated);
    }

    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public SimulatedBus Simulated { get; }

    public ScriptedConverter Line { get; }

    public RecordingLogger<BusWorker> WorkerLog { get; } = new();

    public RecordingEventLog Events { get; } = new();

    public RecordingLogger<MappedObjects> MappedLog { get; } = new();

    public RecordingLogger<MeterProfiles> ProfilesLog { get; } = new();

    /// <summary>The store as profiles see it.</summary>
    public WatchedReadoutStore ProfileStore { get; private set; } = null!;

    /// <summary>For how long profiles show rows, as the settings say.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(400);

    /// <summary>From when on they do, where a test says it.</summary>
    public Func<DateTimeOffset>? KeptSince { get; set; }

    public BusWorkers Workers { get; } = new();

    public required GatewayOptions Options { get; init; }

    public required Installation Installation { get; init; }

    public LiveReadings Live { get; private set; } = null!;

    public MeterKeys Keys { get; private set; } = null!;

    public MeterReplacement Replacement { get; private set; } = null!;

    public FreshReadings Fresh { get; private set; } = null!;

    public MappedObjects Mapped { get; private set; } = null!;

    public LogicalDeviceDirectory Directory { get; private set; } = null!;

    public BusWorker Worker => Workers.Find(Bus)!;

    /// <summary>The path of a file in the data directory's neighbourhood.</summary>
    public TemporaryFolder Folder => _folder;

    public static async Task<Parts> OpenAsync(TemporaryFolder? folder = null, int meters = 3, bool storeMeters = true, bool runs = true, ProfilesOptions? profiles = null)
    {
        var place = folder ?? new TemporaryFolder();
        var options = new GatewayOptions
        {
            DataDirectory = place.File("data"),
            TimeZone = "Europe/Stockholm",
            Serial = "0200000001",
            Profiles = profiles ?? new(),
            Dlms = new() { AllowLls = true },
            Buses = new Dictionary<string, BusOptions>(StringComparer.Ordinal) { [Bus] = new() { Address = "tcp://127.0.0.1:1" } },
        };
        var parts = new Parts(place, folder is null, meters) { Options = options, Installation = await Installation.OpenAsync(options, TimeProvider.System) };
        if (storeMeters && parts.Installation.Meters.Meters.Count == 0)
        {
            foreach (var meter in parts.Simulated.Meters)
            {
                await parts.Installation.Meters.AddAsync(MeterOf(meter));
            }
        }

        parts.Join(runs);
        return parts;
    }

    /// <summary>A meter as an installer enters it.</summary>
    public static Meter MeterOf(SimulatedMeter meter) => new()
    {
        Name = meter.TypeName,
        Bus = Bus,
        Addressing = meter.HasSecondaryAddress ? AddressingMode.Secondary : AddressingMode.Primary,
        PrimaryAddress = meter.PrimaryAddress,
        Identity = meter.HasSecondaryAddress ? meter.Address : default(SecondaryAddress?),
    };

    public Meter Meter(int number) => Installation.Meters.Meters[number];

    public LastReadout Last(int number) => Installation.Readouts.Last(new MeterId(number));

    public int Stored(int number) => Installation.Readouts.ReadAppended(new MeterId(number), 0).Count();

    public async ValueTask DisposeAsync()
    {
        Line.Hold?.TrySetResult();
        await Workers.DisposeAsync();
        await Installation.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }

    private void Join(bool runs)
    {
        Live = new LiveReadings(Installation.Readouts);
        Keys = new MeterKeys(Installation.Path, Events);
        Replacement = new MeterReplacement(Installation.Meters, Events);
        Fresh = new FreshReadings(Live, Workers, Options, Time);
        Mapped = new MappedObjects(Live, Installation.State, Fresh, Keys, Events, Installation, MappedLog);
        ProfileStore = new WatchedReadoutStore(Installation.Readouts);
        var profiles = new MeterProfiles(ProfileStore, Live, new(Options, () => KeptSince?.Invoke() + Kept ?? Time.GetUtcNow()), Installation, Options, ProfilesLog);
        Directory = new LogicalDeviceDirectory(Installation.Identity, Installation.Meters, Live, Keys, Mapped, profiles, Installation, Options, new PushSetups(() => throw new NotSupportedException("Nothing is pushed here.")));
        if (runs)
        {
            var store = new StoreHealth(Events, Time);
            var services = new ReadoutServices
            {
                Meters = Installation.Meters,
                Readouts = Installation.Readouts,
                Store = store,
                Live = Live,
                Habits = new LearntHabits(Installation.State),
                Keys = Keys,
                Replacement = Replacement,
                Events = Events,
                Told = new ToldFaults(Installation.State, store, () => Task.CompletedTask),
                IntervalOf = _ => TimeSpan.FromMinutes(15),
                Observers = [Mapped, new MeterWatch(Keys, Installation.State, Events, Time)],
            };
            Workers.Start(new BusWorker(Bus, Line, services, Time, WorkerLog));
        }
    }
}
