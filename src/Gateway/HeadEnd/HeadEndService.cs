using Gateway.Configuration;
using Metering.Events;

namespace Gateway.HeadEnd;

/// <summary>Tells the log what changes for all head-ends, and stores the exact counters at an orderly stop.</summary>
internal sealed partial class HeadEndService(Installation installation, IEventLog events, ILogger<HeadEndService> log) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        installation.Security.CounterThresholdReached = () => events.Report(
            EventCode.InvocationCounterThreshold, "", "half of all invocation counters are used; give the gateway new keys and a new serial number before they end.");
        installation.Time.Adjusted = (before, after) => LogAdjusted(log, before, after);
        return Task.CompletedTask;
    }

    /// <summary>The ports are closed already: hosted services stop in the reverse order of their start.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => installation.Security.ReceiveCounters.StopAsync();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock was set from {Before:O} to {After:O}")]
    private static partial void LogAdjusted(ILogger logger, DateTimeOffset before, DateTimeOffset after);
}
