using Gateway.Configuration;
using Metering.Events;

namespace Gateway.HeadEnd;

/// <summary>Tells when the send counter needs care, and stores the exact receive counters at an orderly stop.</summary>
internal sealed class HeadEndService(Installation installation, IEventLog events) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        installation.Security.CounterThresholdReached = () => events.Report(
            EventCode.InvocationCounterThreshold, "", "half of all invocation counters are used; give the gateway new keys and a new serial number before they end.");
        return Task.CompletedTask;
    }

    /// <summary>The ports are closed already: hosted services stop in the reverse order of their start.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => installation.Security.ReceiveCounters.StopAsync();
}
