using Gateway.Configuration;
using Quartz;

namespace Gateway.Readout;

/// <summary>When which bus is read: one trigger for each, aligned to the wall clock of the configured zone.</summary>
internal static class ReadoutSchedule
{
    /// <summary>Adds the schedule of every bus; a time that was missed is made up for once.</summary>
    public static IServiceCollection AddReadoutSchedule(this IServiceCollection services, GatewayOptions options, Installation installation)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(installation.Time.SystemTime); // a clock that head-ends set must not hold up a readout
            foreach (var (bus, interval) in Intervals(options, installation.IsSimulated))
            {
                quartz.AddJob<ReadoutJob>(job => job.WithIdentity(bus).UsingJobData(ReadoutJob.Bus, bus));
                quartz.AddTrigger<ReadoutJob>(trigger => trigger.ForJob(bus).WithIdentity(bus).WithCronSchedule(
                    interval.Cron,
                    cron => cron.InTimeZone(installation.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
            }
        });
        return services.AddQuartzHostedService();
    }

    private static IEnumerable<(string Bus, ReadoutInterval Interval)> Intervals(GatewayOptions options, bool isSimulated)
    {
        var simulated = isSimulated ? [(SimulationRule.Bus, options.ReadoutInterval)] : Array.Empty<(string, string)>();
        return options.Buses.Select(bus => (bus.Key, bus.Value.ReadoutInterval ?? options.ReadoutInterval)).Concat(simulated)
            .Select(bus => (bus.Item1, ReadoutInterval.TryParse(bus.Item2, out var interval)
                ? interval
                : throw new InvalidOperationException($"The interval of bus {bus.Item1} was not checked.")));
    }
}
