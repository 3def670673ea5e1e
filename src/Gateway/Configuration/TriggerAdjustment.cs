using Quartz;

namespace Gateway.Configuration;

/// <summary>
/// Lets schedules follow the gateway's clock. The scheduler waits for real time to pass and looks at the clock only afterwards, and a trigger keeps the
/// time that it was given: after a clock was set back it would wait for as long. So every trigger is set anew when the clock shows another time: what lies
/// in the past was missed and is made up for once; what lies ahead is looked for from now on.
/// </summary>
internal sealed partial class TriggerAdjustment(ISchedulerFactory schedulers, GatewayClock clock, ILogger<TriggerAdjustment> log) : IHostedService
{
    private readonly Lock _gate = new();
    private Task _adjusting = Task.CompletedTask;

    /// <summary>Ends when the last adjustment has reached all triggers.</summary>
    public Task Adjusting
    {
        get
        {
            lock (_gate)
            {
                return _adjusting;
            }
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        clock.WhenAdjusted(adjustment =>
        {
            lock (_gate)
            {
                _adjusting = AfterAsync(_adjusting, adjustment.After - adjustment.Before);
            }
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Adjusting;

    /// <summary>One adjustment after the other, none on the thread of whoever set the clock.</summary>
    private async Task AfterAsync(Task former, TimeSpan by)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var scheduler = await schedulers.GetScheduler();
            foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.AnyGroup()))
            {
                if (await scheduler.GetTrigger(key) is { } trigger)
                {
                    await scheduler.RescheduleJob(key, Anew(trigger, by));
                }
            }
        }
        catch (SchedulerException e)
        {
            // the scheduler is about to stop, or has; the next start reckons from the clock as it is then
            LogNotAdjusted(log, e);
        }
    }

    private ITrigger Anew(ITrigger trigger, TimeSpan by)
    {
        var now = clock.GetUtcNow();
        var next = trigger.NextFireTimeUtc ?? now;

        // one that counts time and no marks of the clock, is due as long from now as it was
        var start = trigger is ICronTrigger ? (next < now ? next : now) : next + by;
        return trigger.GetTriggerBuilder().StartAt(start).Build();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Schedules could not be set to the clock's new time")]
    private static partial void LogNotAdjusted(ILogger logger, Exception e);
}
