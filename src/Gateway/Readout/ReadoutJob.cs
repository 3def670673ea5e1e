using Gateway.Configuration;
using Metering;
using Quartz;

namespace Gateway.Readout;

/// <summary>Reads all active meters of one interval, on whatever bus; fired by the clock.</summary>
internal sealed class ReadoutJob(BusWorkers buses, IMeterStore meters, ReadoutIntervals intervals) : IJob
{
    /// <summary>The entry of the job's data that has the interval.</summary>
    public const string Interval = "interval";

    /// <inheritdoc />
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        Order(ReadoutInterval.Parse(context.MergedJobDataMap.GetString(Interval)!));
        return ValueTask.CompletedTask;
    }

    /// <summary>A mark of an interval: who follows it is asked of the meters as they are now, so that a change holds from the next mark on.</summary>
    public void Order(ReadoutInterval interval)
    {
        var due = meters.Meters.Values.Where(meter => meter.Active && intervals.Of(meter) == interval);
        foreach (var bus in due.GroupBy(meter => meter.Bus, StringComparer.OrdinalIgnoreCase))
        {
            buses.Find(bus.Key)?.ReadCycle([.. bus.Select(meter => meter.Id)], interval);
        }
    }
}
