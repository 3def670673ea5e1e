using Gateway.Configuration;
using Gateway.Readout;

namespace Gateway.Web;

/// <summary>The buses with their last cycles, as the readings show them: a restart does not forget them.</summary>
internal sealed class BusCards(BusWorkers buses, GatewayOptions options, ZoneTime time)
{
    /// <summary>One for each bus.</summary>
    /// <param name="meters">All meters.</param>
    public IReadOnlyList<BusCard> Of(IReadOnlyCollection<ShownMeter> meters) =>
        [.. buses.All.OrderBy(bus => bus.Bus, StringComparer.OrdinalIgnoreCase).Select(bus => Of(bus, meters))];

    private BusCard Of(BusWorker bus, IReadOnlyCollection<ShownMeter> meters)
    {
        var text = options.BusOf(bus.Bus)?.ReadoutInterval ?? options.ReadoutInterval;
        var interval = ReadoutInterval.Parse(text);
        var mark = time.LastMark(interval);
        var own = meters.Where(meter => meter.Meter.Bus.Equals(bus.Bus, StringComparison.OrdinalIgnoreCase)).ToList();
        var due = own.Where(meter => meter.Meter is { Active: true, ReplacedAt: null } && meter.Meter.Interval == interval.Text).ToList();
        var read = due.Count(meter => meter.Meter.LastReadAt >= mark);
        return new BusCard(bus, interval.Text, mark, due.Count, read, due.Count(meter => !(meter.Meter.LastReadAt >= mark) && meter.Meter.FailedAt >= mark), own.Count);
    }
}
