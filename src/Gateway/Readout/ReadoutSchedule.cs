using Gateway.Clocks;
using Gateway.Configuration;
using Quartz;

namespace Gateway.Readout;

/// <summary>
/// When meters are read: one trigger for each interval there is, aligned to the gateway's clock in the configured zone. One that no meter follows
/// costs a look at the meters, and a meter that is added or changed needs no new one.
/// </summary>
internal static class ReadoutSchedule
{
    /// <summary>How often the scheduler looks at the clock when nothing is due: a mark that was jumped over is made up for within a second.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Adds the triggers; a time that was missed is made up for once.</summary>
    public static IServiceCollection AddReadoutSchedule(this IServiceCollection services, Installation installation)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(installation.Time);
            quartz.ConfigureScheduler(scheduler => scheduler.IdleWaitTime = Look);
            foreach (var interval in ReadoutInterval.All)
            {
                quartz.AddJob<ReadoutJob>(job => job.WithIdentity(interval.Text).UsingJobData(ReadoutJob.Interval, interval.Text));
                quartz.AddTrigger<ReadoutJob>(trigger => trigger.ForJob(interval.Text).WithIdentity(interval.Text).WithCronSchedule(
                    interval.Cron,
                    cron => cron.InTimeZone(installation.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
            }
        });
        services.AddSingleton(provider => new TriggerAdjustment(
            provider.GetRequiredService<ISchedulerFactory>(), installation.Time, provider.GetRequiredService<ILogger<TriggerAdjustment>>()));
        services.AddHostedService(provider => provider.GetRequiredService<TriggerAdjustment>());
        return services.AddQuartzHostedService();
    }
}
