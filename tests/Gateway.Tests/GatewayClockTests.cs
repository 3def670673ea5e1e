using Cosem;
using Dlms.Xdlms;
using Gateway.Clocks;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering.Storage;
using Quartz;
using Testing;

namespace Gateway.Tests;

public sealed class GatewayClockTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _system = new(Now);
    private readonly SqliteDatabase _database;
    private readonly SqliteStateStore _state;

    public GatewayClockTests()
    {
        _database = SqliteDatabase.Open(_folder.File("gateway.db"));
        _state = new(_database);
    }

    [Fact]
    public async Task A_clock_that_was_set_goes_on_with_the_system_and_outlives_the_program()
    {
        var clock = Clock();
        Assert.Equal(DataAccessResult.Success, await clock.SetAsync(Now.AddDays(-1), default));
        _system.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Now.AddDays(-1).AddHours(1), clock.GetUtcNow());
        Assert.Equal(clock.GetUtcNow(), Clock().GetUtcNow());
    }

    [Theory]
    [InlineData(1.9)]
    [InlineData(-2)]
    public async Task A_clock_set_within_two_seconds_of_the_system_is_the_systems(double seconds)
    {
        var clock = Clock();
        await clock.SetAsync(Now.AddHours(1), default);
        Assert.Equal(DataAccessResult.Success, await clock.SetAsync(Now.AddSeconds(seconds), default));
        Assert.Equal(TimeSpan.Zero, clock.Offset);
    }

    [Theory]
    [InlineData(1999, false)]
    [InlineData(2000, true)]
    [InlineData(2099, true)]
    [InlineData(2100, false)]
    [InlineData(9999, false)]
    public async Task A_clock_shows_this_century_only(int year, bool isTaken)
    {
        var clock = Clock();
        var result = await clock.SetAsync(new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero), default);
        Assert.Equal(isTaken ? DataAccessResult.Success : DataAccessResult.OtherReason, result);
        Assert.Equal(isTaken ? year : 2026, clock.GetUtcNow().Year);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("2500000000000000000")]
    [InlineData("an hour")]
    public async Task An_offset_that_is_none_is_not_taken(string stored)
    {
        await _state.SetAsync("clock.offset", stored);
        Assert.Equal(Now, Clock().GetUtcNow());
    }

    [Fact]
    public async Task Readouts_are_scheduled_by_the_gateways_clock()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            await gateway.Installation.Time.SetAsync(DateTimeOffset.UtcNow.AddDays(-49), default);
        }

        await using var again = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:ReadoutInterval=15 min");
        var scheduler = await again.Get<ISchedulerFactory>().GetScheduler();
        var trigger = await scheduler.GetTrigger(new TriggerKey("15 min"));
        Assert.InRange(trigger!.NextFireTimeUtc!.Value, DateTimeOffset.UtcNow.AddDays(-49).AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(-49).AddMinutes(15));
    }

    [Fact]
    public async Task Who_has_set_the_clock_stands_in_its_events_and_nowhere_else()
    {
        using var data = new TemporaryFolder();
        var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await using (var client = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 1, gateway.Password))
        {
            var time = CosemDateTime.FromMoment(DateTimeOffset.UtcNow.AddHours(-5), TimeZoneInfo.Utc);
            await client.SetAsync(new AttributeDescriptor(ClassId.Clock, Obis.Clock, 2), new CosemData.OctetString(time.ToOctets()));
            await client.ActionAsync(new MethodDescriptor(ClassId.Clock, Obis.Clock, 6), new CosemData.Long(-900));
        }

        var lines = await gateway.StopAsync();
        Assert.Equal(2, lines.Count(line => line.Contains("client 1 at 127.0.0.1 has set it (event 4)", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains("client 1 at 127.0.0.1 has set it (event 5)", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("0.0.1.0.0.255", StringComparison.Ordinal) && !line.Contains(" DBG ", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private GatewayClock Clock() => new(_system, _state, TimeSpan.FromMinutes(15));
}
