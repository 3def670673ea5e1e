using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Events;

/// <summary>Degraded while little room is left for readings.</summary>
internal sealed class DiskCheck(DiskWatch disk) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(disk.Shortage is { } shortage ? HealthCheckResult.Degraded($"The disk is low: {shortage}") : HealthCheckResult.Healthy());
}
