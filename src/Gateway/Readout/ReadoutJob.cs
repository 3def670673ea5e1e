using Metering;
using Quartz;

namespace Gateway.Readout;

/// <summary>Reads all active meters of one bus; fired by the clock.</summary>
internal sealed class ReadoutJob(BusWorkers buses, IMeterStore meters) : IJob
{
    /// <summary>The entry of the job's data that names the bus.</summary>
    public const string Bus = "bus";

    /// <inheritdoc />
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var bus = context.MergedJobDataMap.GetString(Bus)!;
        if (buses.Find(bus) is { } worker)
        {
            foreach (var meter in meters.Meters.Values.Where(meter => meter.Active && meter.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase)))
            {
                _ = worker.ReadAsync(meter.Id, ReadoutPrecedence.Schedule);
            }
        }

        return ValueTask.CompletedTask;
    }
}
