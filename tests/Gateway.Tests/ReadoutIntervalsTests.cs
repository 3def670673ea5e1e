using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;

namespace Gateway.Tests;

public class ReadoutIntervalsTests
{
    private static readonly GatewayOptions Options = new()
    {
        ReadoutInterval = "15 min",
        Buses = new Dictionary<string, BusOptions>(StringComparer.Ordinal) { ["Cellar"] = new() { ReadoutInterval = "1 h" }, ["attic"] = new() },
        Groups = new Dictionary<string, GroupOptions>(StringComparer.Ordinal) { ["Heat"] = new() { ReadoutInterval = "30 min" }, ["water"] = new() },
    };

    [Theory]
    [InlineData("attic", "", null, "15 min")]
    [InlineData("SIMULATED", "", null, "15 min")]
    [InlineData("cellar", "", null, "1 h")]
    [InlineData("cellar", "water", null, "1 h")]
    [InlineData("cellar", "no such", null, "1 h")]
    [InlineData("cellar", "heat", null, "30 min")]
    [InlineData("cellar", "heat", "1 day", "1 day")]
    [InlineData("cellar", "heat", "7 min", "30 min")]
    [InlineData("cellar", "", "soon", "1 h")]
    public void A_meter_goes_before_its_group_its_group_before_its_bus_and_that_before_the_gateway(string bus, string group, string? own, string expected) =>
        Assert.Equal(expected, ReadoutIntervals.Of(Meter(bus, group, own), Options).Text);

    [Theory]
    [InlineData("attic", "", null, ReadoutIntervalSource.Gateway)]
    [InlineData("cellar", "water", null, ReadoutIntervalSource.Bus)]
    [InlineData("cellar", "heat", "7 min", ReadoutIntervalSource.Group)]
    [InlineData("cellar", "heat", "1 day", ReadoutIntervalSource.Meter)]
    internal void It_is_known_whose_interval_is_in_force(string bus, string group, string? own, ReadoutIntervalSource source) =>
        Assert.Equal(source, ReadoutIntervals.InForce(Meter(bus, group, own), Options).Source);

    [Fact]
    public void An_interval_that_is_none_is_told_once_with_the_meters_name()
    {
        var log = new RecordingLogger<ReadoutIntervals>();
        var intervals = new ReadoutIntervals(Options, log);
        for (var mark = 0; mark < 3; mark++)
        {
            Assert.Equal("1 h", intervals.Of(Meter("cellar", "", "7 min")).Text);
        }

        Assert.Equal(1, log.Count("kitchen"));
        Assert.Equal(1, log.Count("'7 min'"));
        intervals.Of(Meter("cellar", "", "8 min"));
        Assert.Equal(2, log.Messages.Count);
    }

    [Fact]
    public void Every_allowed_interval_is_one()
    {
        Assert.Equal(21, ReadoutInterval.All.Count);
        Assert.Equal(21, ReadoutInterval.All.Select(interval => interval.Cron).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ReadoutInterval.All.OrderBy(interval => interval.Period), ReadoutInterval.All);
    }

    [Fact]
    public async Task A_mark_reads_the_meters_that_follow_it_as_they_are_now()
    {
        await using var parts = await Parts.OpenAsync();
        var job = new ReadoutJob(parts.Workers, parts.Installation.Meters, new ReadoutIntervals(parts.Options, new RecordingLogger<ReadoutIntervals>()));
        job.Order(ReadoutInterval.Parse("1 h"));
        Assert.Equal(0, parts.Worker.QueueLength);

        await parts.Installation.Meters.ChangeAsync(parts.Meter(2).Id, now => now with { Active = false });
        job.Order(ReadoutInterval.Parse("15 min"));
        await Testing.Eventually.HoldsAsync(() => parts.Stored(1) == 1 && parts.Stored(3) == 1, "the others are read");
        Assert.Equal(0, parts.Stored(2));
    }

    private static Meter Meter(string bus, string group, string? own) =>
        new() { Id = new MeterId(1), Name = "kitchen", Bus = bus, Group = group, Readout = new MeterReadoutSettings { Interval = own } };
}
