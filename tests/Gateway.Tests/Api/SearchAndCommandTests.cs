using System.Net;
using Gateway.Events;
using Gateway.Tests.Harness;
using MBus.Link;
using Metering;
using Metering.Events;
using Simulation;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>What the interface does to a bus behind a level converter: searches it, installs what is found, commands its meters.</summary>
public class SearchAndCommandTests
{
    private const int BaudRate = 38_400;

    [Fact]
    public async Task Meters_are_found_stored_and_commanded()
    {
        var bus = SimulatedBus.Create(5, 2, TimeProvider.System, BaudRate);
        await using var listener = SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(
            data,
            $"Gateway:Buses:cellar:Address=tcp://127.0.0.1:{listener.EndPoint.Port}",
            $"Gateway:Buses:cellar:BaudRate={BaudRate}",
            "Gateway:Buses:cellar:ExtraTimeout=00:00:00.03");
        using var client = new InterfaceClient(gateway);
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync("GET", "/api/v1/buses/cellar/search")).Status);

        Assert.Equal(HttpStatusCode.Accepted, (await client.SendAsync("POST", "/api/v1/buses/cellar/search", """{"expectedMeters":2}""")).Status);
        await Eventually.HoldsAsync(
            async () => (await client.SendAsync("GET", "/api/v1/buses/cellar/search")).Body.GetProperty("status").GetString() == "finished", "the search is over");
        await ChosenMetersAreStoredAsync(client, bus.Meters[1].Address.ToString());
        var stored = (await client.SendAsync("POST", "/api/v1/buses/cellar/search/meters", "{}")).Body;
        Assert.Equal((1, 1), (stored.GetProperty("added").GetArrayLength(), stored.GetProperty("known").GetInt32()));
        Assert.Equal(
            bus.Meters.Select(meter => meter.Address.ToString()).Order(StringComparer.Ordinal),
            gateway.Meters.Meters.Values.Select(meter => meter.Identity.ToString()).Order(StringComparer.Ordinal));

        await gateway.Get<EventLog>().SettleAsync();
        Assert.All(gateway.Meters.Meters.Values, meter => Assert.Equal(
            $"found by a search, installed as logical device {meter.LogicalDeviceAddress} by the local interface.",
            Assert.Single(gateway.Installation.Events.Latest(new EventFilter { Meter = meter.Id, Code = EventCode.NewMeterInstalled }, 10)).Message));
        Assert.Equal(["Flat 12 <b>", ""], gateway.Meters.Meters.Values.Select(meter => meter.Name));
        var (status, result) = await client.SendAsync("POST", "/api/v1/meters/1/commands", """{"primaryAddress":77}""");
        Assert.Equal((HttpStatusCode.OK, "done"), (status, result.GetProperty("outcome").GetString()));
        Assert.Equal(new PrimaryAddress(77), gateway.Meters.Find(new MeterId(1))!.PrimaryAddress);
        Assert.Equal(new PrimaryAddress(77), bus.Meters.Single(meter => meter.Address == gateway.Meters.Find(new MeterId(1))!.Identity).PrimaryAddress);
    }

    [Fact]
    public async Task Invented_meters_are_never_stored_as_real_ones()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var client = new InterfaceClient(gateway);
        Assert.Equal(HttpStatusCode.Conflict, (await client.SendAsync("POST", "/api/v1/buses/SIMULATED/search/meters")).Status);
        Assert.Single(gateway.Meters.Meters);
    }

    private static async Task ChosenMetersAreStoredAsync(InterfaceClient client, string address)
    {
        const string Path = "/api/v1/buses/cellar/search/meters";
        foreach (var wrong in new[] { """{"meters":{"1449100196150106":"x"}}""", """{"meters":[]}""", """{"meters":{"x":1}}""", """{"all":true}""" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", Path, wrong)).Status);
        }

        var (status, body) = await client.SendAsync("POST", Path, $$$"""{"meters":{"{{{address}}}":"Flat 12 <b>"}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(address, Assert.Single(body.GetProperty("added").EnumerateArray()).GetProperty("identity").GetString());
        var found = (await client.SendAsync("GET", "/api/v1/buses/cellar/search")).Body.GetProperty("found").EnumerateArray().ToDictionary(meter => meter.GetProperty("address").GetString()!, meter => meter.GetProperty("meter"));
        Assert.Equal(1, found[address].GetInt32());
        Assert.Single(found.Values, meter => meter.ValueKind == System.Text.Json.JsonValueKind.Null);
    }
}
