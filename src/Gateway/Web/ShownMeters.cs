using Gateway.Api;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Web;

/// <summary>The meters as the page shows them.</summary>
internal sealed class ShownMeters(IMeterStore meters, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options, StandingWords words)
{
    /// <summary>All of them, by number.</summary>
    public IEnumerable<ShownMeter> All
    {
        get
        {
            var same = InPlace.ToLookup(WhoIs);
            return meters.Meters.Values.Select(meter => Of(meter, same[WhoIs(meter)]));
        }
    }

    private IEnumerable<Meter> InPlace => meters.Meters.Values.Where(meter => meter is { Active: true, ReplacedAt: null, Identity: not null });

    /// <summary>One of them.</summary>
    public ShownMeter Of(Meter meter) => Of(meter, InPlace.Where(other => WhoIs(other) == WhoIs(meter)));

    /// <summary>What tells meters apart; whoever is installed by a primary address says it only when it is read.</summary>
    private static (SecondaryAddress? Identity, string FabricationNumber) WhoIs(Meter meter) => (meter.Identity, meter.FabricationNumber);

    private ShownMeter Of(Meter meter, IEnumerable<Meter> same)
    {
        var resource = MeterEndpoints.ResourceOf(meter, readouts, buses, keys, options);
        return new ShownMeter(resource, words.Of(resource, buses.Find(meter.Bus), same.FirstOrDefault(other => other.Id != meter.Id)));
    }
}
