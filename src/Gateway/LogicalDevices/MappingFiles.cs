using Gateway.Configuration;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>
/// Brings mapping files into force: when the service starts the shipped ones, and in their place those of the same type, maker and version in the data
/// directory; while it runs those that somebody uploads or removes. A file with errors is left out whole, and what stood before it stays. Whoever reads
/// at that moment keeps the mapping he began with.
/// </summary>
internal sealed partial class MappingFiles(MappedObjects objects, MappingChanges changes, GatewayOptions options, Installation installation, ILogger<MappingFiles> log) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The folder of the shipped files, beside the program.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "mappings");

    /// <summary>The folder of the files that were uploaded.</summary>
    private string Own => DataDirectory.MappingsIn(installation.Path);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        objects.Catalog = Load(options, installation.Path, Log);
        var count = objects.Catalog.Mappings.Count();
        LogInForce(log, count);
        return Task.CompletedTask;
    }

    /// <summary>When a file of the data directory was written; null: it is a shipped one.</summary>
    public DateTimeOffset? UploadedAt(MeterMapping mapping) =>
        Path.GetDirectoryName(mapping.File) == Own && File.Exists(mapping.File) ? new DateTimeOffset(File.GetLastWriteTimeUtc(mapping.File), TimeSpan.Zero) : null;

    /// <summary>Keeps a file in the data directory and brings it into force.</summary>
    /// <param name="mapping">The mapping, checked.</param>
    /// <param name="content">The file's octets.</param>
    /// <param name="check">Is given what is in force for the same type, maker and version, or null; what it throws stops it.</param>
    /// <returns>The mapping in force, and the one in whose place it is.</returns>
    /// <exception cref="IOException">It could not be kept; nothing was changed.</exception>
    public async Task<(MeterMapping Now, MeterMapping? Before)> PutAsync(MeterMapping mapping, ReadOnlyMemory<byte> content, Action<MeterMapping?> check)
    {
        await _one.WaitAsync();
        try
        {
            var before = objects.Catalog.Same(mapping);
            check(before);
            var now = mapping with { File = Path.Combine(Own, mapping.CanonicalFileName) };
            await Task.Run(() =>
            {
                Directory.CreateDirectory(Own);
                WholeFile.Write(now.File, content.Span);
            });
            objects.Catalog = objects.Catalog.With(now);
            await changes.RememberAsync();
            return (now, before);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Removes an uploaded file; what it stood in the place of is in force again.</summary>
    /// <param name="file">Its canonical name.</param>
    /// <param name="check">Is given what is in force under this name, or null; what it throws stops it.</param>
    /// <returns>What was removed, and what is in force now; null: nothing.</returns>
    /// <exception cref="IOException">It could not be removed; nothing was changed.</exception>
    public async Task<(MeterMapping Removed, MeterMapping? Now)> RemoveAsync(string file, Action<MeterMapping?> check)
    {
        await _one.WaitAsync();
        try
        {
            var removed = objects.Catalog.Named(file);
            check(removed);
            var former = await Task.Run(() =>
            {
                File.Delete(removed!.File);
                return Load(options, installation.Path, _ => { }).Same(removed);
            });
            objects.Catalog = former is null ? objects.Catalog.Without(removed!) : objects.Catalog.With(former);
            await changes.RememberAsync();
            return (removed!, former);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    /// <summary>What the folders hold now.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="tell">Is told what is wrong with the files.</param>
    public static MappingCatalog Load(GatewayOptions options, string dataDirectory, Action<MappingIssue> tell)
    {
        var catalog = MappingCatalog.Empty;
        foreach (var folder in new[] { options.Mappings ?? Shipped, DataDirectory.MappingsIn(dataDirectory) }.Where(Directory.Exists))
        {
            (catalog, var checks) = MappingFolder.Load(folder, catalog);
            foreach (var issue in checks.SelectMany(check => check.Issues))
            {
                tell(issue);
            }
        }

        return catalog;
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
