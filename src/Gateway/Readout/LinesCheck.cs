using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Readout;

/// <summary>Degraded while the line to a bus is lost: what head-ends get from its meters grows old.</summary>
internal sealed class LinesCheck(BusWorkers buses) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lost = string.Join(", ", buses.All.Where(bus => bus.LineIsLost).Select(bus => bus.Bus));
        return Task.FromResult(lost.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"The line is lost: {lost}"));
    }
}
