using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>Unhealthy until the service has started, with its ports taken, and from when it is asked to stop.</summary>
internal sealed class RunningCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The service is stopping.")
        : !lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Unhealthy("The service is starting.")
        : HealthCheckResult.Healthy());
}
