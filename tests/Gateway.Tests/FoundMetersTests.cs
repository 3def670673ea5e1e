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

        var first = await FoundMeters.AddAsync(meters, events: null, "cellar", 2400, [meter]);
        Assert.Equal((1, 0, 0), (first.Added.Count, first.Known, first.Refused.Count));
        var second = await FoundMeters.AddAsync(meters, events: null, "attic", 2400, [meter, neighbour]);

        Assert.Equal((1, 0), (second.Added.Count, second.Known));
        Assert.Equal(17, second.Added[0].LogicalDeviceAddress);
        var refused = Assert.Single(second.Refused);
        Assert.StartsWith($"identity: {MappingText.Water} is installed already as meter 1 on bus cellar;", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await FoundMeters.AddAsync(meters, events: null, "cellar", 2400, [meter])).Known);
    }
}
