using Gateway.Configuration;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>
/// Brings the mapping files into force when the service starts: the shipped ones, and in their place those of the same type, maker and
/// version in the data directory. A file with errors is left out whole, and what stood before it stays.
/// </summary>
internal sealed partial class MappingFiles(MappedObjects objects, GatewayOptions options, Installation installation, ILogger<MappingFiles> log) : IHostedService
{
    /// <summary>The folder of the shipped files, beside the program.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "mappings");

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var catalog = MappingCatalog.Empty;
        foreach (var folder in new[] { options.Mappings ?? Shipped, Path.Combine(installation.Path, "mappings") }.Where(Directory.Exists))
        {
            (catalog, var checks) = MappingFolder.Load(folder, catalog);
            foreach (var issue in checks.SelectMany(check => check.Issues).Where(issue => folder != Shipped || issue.Severity == MappingSeverity.Error))
            {
                Log(issue);
            }
        }

        objects.Catalog = catalog;
        var count = catalog.Mappings.Count();
        LogInForce(log, count);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Log(MappingIssue issue)
    {
        if (issue.Severity == MappingSeverity.Error)
        {
            LogRefused(log, issue);
        }
        else
        {
            LogWarning(log, issue);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} mappings are in force")]
    private static partial void LogInForce(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mapping file refused: {Issue}")]
    private static partial void LogRefused(ILogger logger, MappingIssue issue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mapping file: {Issue}")]
    private static partial void LogWarning(ILogger logger, MappingIssue issue);
}
