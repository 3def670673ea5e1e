using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Readout;

/// <summary>Unhealthy while the store does not take what is read: it is lost.</summary>
internal sealed class StoreCheck(StoreHealth store) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.IsFailing ? HealthCheckResult.Unhealthy($"The store fails: {store.LastFault}") : HealthCheckResult.Healthy());
}
