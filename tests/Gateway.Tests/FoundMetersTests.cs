using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Link;
using Metering.Storage;
using Testing;

namespace Gateway.Tests;

public class FoundMetersTests
{
    [Fact]
    public async Task A_meter_that_is_installed_on_another_bus_is_not_stored_and_the_others_are()
    {
        using var data = new TemporaryFolder();
        await using var database = SqliteDatabase.Open(data.File("gateway.db"));
        var meters = new SqliteMeterStore(database);
        var meter = new FoundOnBus(new PrimaryAddress(1), MappingText.Water, 2400, ByPrimary: false);
        var neighbour = meter with { Secondary = MappingText.Water with { Version = 9 } };

        var first = await FoundMeters.AddAsync(meters, "cellar", 2400, [meter]);
        Assert.Equal((1, 0, 0), (first.Added.Count, first.Known, first.Refused.Count));
        var second = await FoundMeters.AddAsync(meters, "attic", 2400, [meter, neighbour]);

        Assert.Equal((1, 0), (second.Added.Count, second.Known));
        Assert.Equal(17, second.Added[0].LogicalDeviceAddress);
        var refused = Assert.Single(second.Refused);
        Assert.StartsWith($"identity: {MappingText.Water} is installed already as meter 1 on bus cellar;", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await FoundMeters.AddAsync(meters, "cellar", 2400, [meter])).Known);
    }

    [Fact]
    public async Task Meters_of_one_search_are_checked_against_each_other_and_stored_at_once()
    {
        var meters = new InMemoryMeterStore();
        var first = new FoundOnBus(new PrimaryAddress(1), MappingText.Water, 2400, ByPrimary: true);
        FoundOnBus[] found = [first, first with { Secondary = MappingText.Water with { Version = 9 } }, first, first with { Primary = new PrimaryAddress(2), Secondary = null }];

        var stored = await FoundMeters.AddAsync(meters, "cellar", 2400, found, meter => meter == first ? "Flat 12" : "");

        Assert.Equal([(1, 16), (2, 17)], stored.Added.Select(meter => (meter.Id.Value, (int)meter.LogicalDeviceAddress)));
        Assert.Equal(1, stored.Known);
        var (refused, reason) = Assert.Single(stored.Refused);
        Assert.Equal(found[1], refused);
        Assert.Equal("primaryAddress: 1 is taken by one that was found with it 'Flat 12' on bus cellar; give one of the two meters another address.", reason);
        Assert.Equal([2], meters.Lists);
    }
}
