using Gateway.Configuration;
using Metering.Push;
using Metering.Storage;
using Testing;

namespace Gateway.Tests.Kills;

/// <summary>
/// What the store holds after each end of the service, looked at in a copy, so that the next start finds the files as the kill has left them: all that was
/// told, each reading once, as its meter has sent it, in order; and what the receiver was sent is that, in the order of storing, with nothing left out.
/// </summary>
internal sealed class StoreAudit
{
    private readonly KilledGateway _gateway;
    private readonly AnsweringBus _bus;
    private readonly Told _told;
    private readonly List<MeterAudit> _meters;
    private readonly List<EventAudit> _events;

    public StoreAudit(KilledGateway gateway, AnsweringBus bus, PushedHistory pushes, Told told)
    {
        (_gateway, _bus, _told, Pushes) = (gateway, bus, told, pushes);
        _meters = [.. gateway.Meters.Select(meter => new MeterAudit(meter, gateway.Zone))];
        _events = [new(default, sap: 1, gateway.Zone), .. gateway.Meters.Select(meter => new EventAudit(meter.Id, meter.LogicalDeviceAddress, gateway.Zone))];
    }

    /// <summary>What the receiver was sent.</summary>
    public PushedHistory Pushes { get; }

    /// <summary>Readings in the store.</summary>
    public int Stored => _meters.Sum(meter => meter.Stored.Count);

    /// <summary>Readings that the receiver has.</summary>
    public int Delivered => _meters.Sum(meter => meter.Pushed.Received);

    /// <summary>What was stored and pushed of each meter.</summary>
    public IReadOnlyList<MeterAudit> Meters => _meters;

    /// <summary>The gateway's events.</summary>
    public EventAudit Gateway => _events[0];

    /// <summary>The service has ended somehow.</summary>
    public async Task LookAsync()
    {
        using var copy = new TemporaryFolder();
        var file = DataDirectory.DatabaseIn(_gateway.Data.Path);
        foreach (var part in Directory.EnumerateFiles(_gateway.Data.Path, Path.GetFileName(file) + "*").Where(part => !part.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(part, copy.File(Path.GetFileName(part)));
        }

        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(copy.Path));
        Assert.Empty(database.Check());
        var (readouts, cursors) = (new SqliteReadoutStore(database), new SqlitePushCursorStore(database));
        using var events = new SqliteEventStore(database);
        foreach (var meter in _meters)
        {
            meter.Look(readouts, _bus.AnswersOf(meter.Id));
        }

        while (_told.Readouts.TryDequeue(out var readout))
        {
            _meters[readout.Meter.Value - 1].Find(readout);
        }

        foreach (var log in _events)
        {
            log.Look(events);
        }

        Gateway.HasTold(_told.Events);
        await Eventually.HoldsAsync(() => IsReceived(cursors), "the receiver has what counts as delivered");
        Assert.Empty(Pushes.Faults);
        Assert.Empty(_told.Faults);
    }

    /// <summary>All was sent, and the service was stopped in order: the receiver has all of it but the event that says so.</summary>
    public async Task IsCompleteAsync()
    {
        await LookAsync();
        Assert.All(_meters, meter => Assert.Equal(meter.Stored.Count, meter.Pushed.Received));
        Assert.All(_events, log => Assert.Equal(log.Stored.Count - (log == Gateway ? 1 : 0), log.Pushed.Received));
    }

    private bool IsReceived(SqlitePushCursorStore cursors)
    {
        var isReceived = true;
        foreach (var meter in _meters)
        {
            meter.Pushed.Look(Pushes.Of(ReportKind.LoadProfile1, meter.Sap), [.. meter.Stored.Select(readout => readout.Time)]);
            isReceived &= meter.Pushed.Received >= meter.CountUpTo(cursors.Find(ReportKind.LoadProfile1, meter.Id)?.Delivered ?? 0);
        }

        foreach (var log in _events)
        {
            log.Pushed.Look(Pushes.Of(ReportKind.StandardEventLog, log.Sap), [.. log.Stored.Values]);
            isReceived &= log.Pushed.Received >= log.CountUpTo(cursors.Find(ReportKind.StandardEventLog, log.Log.Meter)?.Delivered ?? 0);
        }

        return isReceived;
    }
}
