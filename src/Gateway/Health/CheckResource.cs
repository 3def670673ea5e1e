using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>One check.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Says">What is wrong, in words; null: nothing.</param>
internal sealed record CheckResource(HealthStatus Status, string? Says);
