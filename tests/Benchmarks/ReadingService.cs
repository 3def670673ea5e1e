using Gateway.Events;
using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Metering.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Benchmarks;

/// <summary>The service's part that reads one bus and stores the readouts, in a folder that goes away with it.</summary>
internal sealed class ReadingService : IAsyncDisposable
{
    private const string Bus = "benchmark";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-benchmark-");
    private readonly SqliteDatabase _database;
    private readonly SqliteMeterStore _meters;
    private readonly SqliteReadoutStore _readouts;
    private readonly SqliteEventStore _eventStore;
    private readonly EventLog _events;
    private readonly BusWorker _worker;

    private ReadingService(ILevelConverter converter)
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder.FullName, "gateway.db"));
        _meters = new SqliteMeterStore(_database);
        _readouts = new SqliteReadoutStore(_database);
        _eventStore = new SqliteEventStore(_database);
        var events = _events = new EventLog(_eventStore, TimeProvider.System, NullLogger<EventLog>.Instance);
        var (state, store) = (new SqliteStateStore(_database), new StoreHealth(events, TimeProvider.System));
        var services = new ReadoutServices
        {
            Meters = _meters,
            Readouts = _readouts,
            Store = store,
            Live = new LiveReadings(_readouts),
            Habits = new LearntHabits(state),
            Keys = new MeterKeys(_folder.FullName, events),
            Replacement = new MeterReplacement(_meters, events),
            Events = events,
            Told = new ToldFaults(state, store, events.SettleAsync),
            IntervalOf = _ => TimeSpan.FromMinutes(15),
            Observers = [],
        };
        _worker = new BusWorker(Bus, converter, services, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Starts with these meters on the bus.</summary>
    public static async Task<ReadingService> StartAsync(ILevelConverter converter, IReadOnlyList<SecondaryAddress> meters)
    {
        var service = new ReadingService(converter);
        foreach (var meter in meters)
        {
            await service._meters.AddAsync(new Meter { Bus = Bus, Identity = meter, BaudRate = converter.Timing.BaudRate });
        }

        service._worker.Start();
        return service;
    }

    /// <summary>Reads all meters, as when the clock strikes.</summary>
    public async Task ReadAsync()
    {
        var meters = _meters.Meters.Values.Select(meter => meter.Id).ToList();
        await Task.WhenAll(meters.Select(meter => _worker.ReadAsync(meter, ReadoutPrecedence.Schedule)));
        if (meters.Find(meter => _readouts.Last(meter).State != LastReadoutState.Ok) is { Value: > 0 } failed)
        {
            throw new InvalidOperationException($"Meter {failed} was not read.");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _events.DisposeAsync();
        await _database.DisposeAsync();
        _eventStore.Dispose();
        _folder.Delete(recursive: true);
    }
}
