using Gateway.Api;
using Gateway.Configuration;
using Gateway.Readout;
using Metering;

namespace Gateway.Web;

/// <summary>The meters as the page shows them.</summary>
internal sealed class ShownMeters(IMeterStore meters, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options, StandingWords words)
{
    /// <summary>All of them, by number.</summary>
    public IEnumerable<ShownMeter> All => meters.Meters.Values.Select(Of);

    /// <summary>One of them.</summary>
    public ShownMeter Of(Meter meter)
    {
        var resource = MeterEndpoints.ResourceOf(meter, readouts, buses, keys, options);
        return new ShownMeter(resource, words.Of(resource, buses.Find(meter.Bus)));
    }
}
