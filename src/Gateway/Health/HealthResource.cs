using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>Whether the service does its work, for whoever may see it.</summary>
/// <param name="Status">The worst of all checks.</param>
/// <param name="Version">The version of the program; null: one that does not say it.</param>
/// <param name="Checks">Each check by its name.</param>
internal sealed record HealthResource(HealthStatus Status, string? Version, IReadOnlyDictionary<string, CheckResource> Checks)
{
    /// <summary>A report for the interface.</summary>
    public static HealthResource Of(HealthReport report) =>
        new(report.Status, ProgramVersion.Text, report.Entries.ToDictionary(entry => entry.Key, entry => new CheckResource(entry.Value.Status, entry.Value.Description), StringComparer.Ordinal));
}
