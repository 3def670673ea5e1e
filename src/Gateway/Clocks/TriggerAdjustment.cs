using Quartz;

namespace Gateway.Clocks;

/// <summary>
/// Lets schedules follow the gateway's clock when it is set. A trigger keeps the time for which it was reckoned, and the scheduler waits for as long as that
/// was away when it looked: after a clock was set back both would wait for the old time. So what lies ahead is reckoned anew. What lies behind was missed by
/// a clock that was set forward: that is left to the scheduler, which makes up for it once.
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
                if (await scheduler.GetTrigger(key) is { } trigger && Start(trigger, by) is { } start)
                {
                    await scheduler.RescheduleJob(key, trigger.GetTriggerBuilder().StartAt(start).Build());
                }
            }
        }
        catch (SchedulerException e)
        {
            // the scheduler is about to stop, or has; the next start reckons from the clock as it is then
            LogNotAdjusted(log, e);
        }
    }

    /// <summary>From when on the next time of a trigger is looked for; null: it is left as it is. One that counts time and not the clock's marks is due as long from now as it was.</summary>
    private DateTimeOffset? Start(ITrigger trigger, TimeSpan by)
    {
        var now = clock.GetUtcNow();
        return trigger is not ICronTrigger ? trigger.NextFireTimeUtc + by : trigger.NextFireTimeUtc > now ? now : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Schedules could not be set to the clock's new time")]
    private static partial void LogNotAdjusted(ILogger logger, Exception e);
}
