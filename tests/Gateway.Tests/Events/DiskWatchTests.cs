using Gateway.Events;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Testing;

namespace Gateway.Tests.Events;

/// <summary>The disk of the data directory fills, and is emptied.</summary>
public sealed class DiskWatchTests
{
    private const long Megabyte = 1_000_000;

    private readonly InMemoryStateStore _state = new();
    private readonly RecordingEventLog _events = new();
    private long? _free = 10_000 * Megabyte;

    [Fact]
    public async Task A_disk_that_is_low_is_told_once_and_so_is_that_it_is_not()
    {
        using var disk = Disk();
        await LookAsync(disk, 800, 500, 499, 300, 499, 500, 599, 600, 700, 599, 500);

        Assert.Equal([EventCode.DiskLow, EventCode.DiskRecovered], _events.Codes);
        Assert.Equal(1, _events.Count(EventCode.DiskLow, "499 MB are left"));
        Assert.Equal(1, _events.Count(EventCode.DiskRecovered, "600 MB are left"));
    }

    [Fact]
    public async Task A_restart_tells_nothing_again_and_does_not_forget_the_end()
    {
        using (var disk = Disk())
        {
            await LookAsync(disk, 400);
        }

        using var again = Disk();
        await LookAsync(again, 400, 550, 900);
        Assert.Equal([EventCode.DiskLow, EventCode.DiskRecovered], _events.Codes);
    }

    [Fact]
    public async Task A_service_on_a_low_disk_is_degraded_and_says_why()
    {
        using var disk = Disk();
        await LookAsync(disk, 400);
        var health = await new DiskCheck(disk).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal("The disk is low: 400 MB are left on the disk of the data directory, and Gateway:DiskLowMegabytes is 500", health.Description);

        await LookAsync(disk, 1000);
        Assert.Equal(HealthStatus.Healthy, (await new DiskCheck(disk).CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_asked_changes_nothing()
    {
        using var disk = Disk();
        await LookAsync(disk, 400);
        _free = null;
        await disk.LookAsync();
        Assert.NotNull(disk.Shortage);
        Assert.Equal([EventCode.DiskLow], _events.Codes);
    }

    [Fact]
    public async Task No_watch_is_kept_with_a_limit_of_0()
    {
        using var disk = Disk(lowMegabytes: 0);
        await LookAsync(disk, 0);
        Assert.Empty(_events.Events);
    }

    [Fact]
    public async Task What_cannot_be_remembered_is_told_when_it_can()
    {
        using var disk = Disk();
        _state.Fault = StoreFault.Full;
        await LookAsync(disk, 0, 0);
        Assert.Equal([EventCode.NonVolatileMemoryError], _events.Codes);
        Assert.NotNull(disk.Shortage);

        _state.Fault = null;
        await LookAsync(disk, 100, 100);
        Assert.Equal(1, _events.Count(EventCode.DiskLow));
    }

    [Fact]
    public async Task A_store_that_failed_is_tried_until_it_works_whether_anything_is_read_or_not()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var store = new StoreHealth(_events, time);
        using var disk = new DiskWatch(() => _free, lowMegabytes: 0, _state, store, _events, time);
        store.Failed(new StoreException(StoreFault.Full, "gateway.db", "the disk is full."));
        _state.Fault = StoreFault.Full;
        time.Advance(TimeSpan.FromMinutes(1));
        await disk.LookAsync();
        Assert.True(store.IsFailing);

        _state.Fault = null;
        await disk.LookAsync();
        Assert.True(store.IsFailing);

        time.Advance(TimeSpan.FromMinutes(1));
        await disk.LookAsync();
        Assert.False(store.IsFailing);
        Assert.Equal([EventCode.NonVolatileMemoryError, EventCode.StoreRecovered], _events.Codes);
        Assert.Empty(_state.State);
    }

    [Fact]
    public async Task What_is_said_of_the_disk_is_of_this_moment()
    {
        using var disk = Disk();
        await LookAsync(disk, 400);
        _free = 0;
        Assert.StartsWith("0 MB are left", disk.Shortage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_disk_of_a_folder_is_asked_by_the_operating_system()
    {
        using var folder = new TemporaryFolder();
        Assert.True(DiskSpace.FreeOn(folder.Path) > 0);
    }

    private async Task LookAsync(DiskWatch disk, params long[] megabytes)
    {
        foreach (var left in megabytes)
        {
            _free = left * Megabyte;
            await disk.LookAsync();
        }
    }

    private DiskWatch Disk(int lowMegabytes = 500) => new(
        () => _free, lowMegabytes, _state, new StoreHealth(_events, TimeProvider.System), _events, TimeProvider.System);
}
