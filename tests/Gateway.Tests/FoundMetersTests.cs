using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using MBus.Link;
using Testing;

namespace Gateway.Tests;

public class FoundMetersTests
{
    [Fact]
    public async Task A_meter_that_is_installed_on_another_bus_is_not_stored_and_the_others_are()
    {
        using var data = new TemporaryFolder();
        var options = new GatewayOptions
        {
            DataDirectory = data.File("data"),
            Buses = new Dictionary<string, BusOptions>(StringComparer.Ordinal) { ["cellar"] = new(), ["attic"] = new() },
        };
        var meter = new FoundOnBus(new PrimaryAddress(1), MappingText.Water, 2400, ByPrimary: false);
        var neighbour = meter with { Secondary = MappingText.Water with { Version = 9 } };

        Assert.Contains("1 added, 0 were there already.", await StoreAsync(options, "cellar", meter), StringComparison.Ordinal);
        var said = await StoreAsync(options, "attic", meter, neighbour);

        Assert.Contains($"Not stored {MappingText.Water}: identity: {MappingText.Water} is installed already as meter 1 on bus cellar;", said, StringComparison.Ordinal);
        Assert.Contains($"Stored {neighbour.Secondary} as logical device 17.", said, StringComparison.Ordinal);
        Assert.Contains("1 added, 0 were there already, 1 not stored.", said, StringComparison.Ordinal);
        Assert.Contains("0 added, 1 were there already.", await StoreAsync(options, "cellar", meter), StringComparison.Ordinal);
    }

    private static async Task<string> StoreAsync(GatewayOptions options, string bus, params FoundOnBus[] found)
    {
        await using var output = new StringWriter();
        await FoundMeters.StoreAsync(options, bus, found, output);
        return output.ToString();
    }
}
