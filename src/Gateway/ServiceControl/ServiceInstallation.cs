using System.Globalization;
using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Metering.Storage;

namespace Gateway.ServiceControl;

/// <summary>
/// Installs the service, brings it to another version and removes it. Each version has a folder of its own, so that one that does not serve is left for
/// the one before, which is still there.
/// </summary>
/// <param name="manager">The operating system.</param>
/// <param name="source">The folder of the program that is to be installed: the one that runs.</param>
/// <param name="version">Its version.</param>
/// <param name="time">The system's time.</param>
/// <param name="output">Is told each step.</param>
internal sealed class ServiceInstallation(IServiceControl manager, string source, string version, TimeProvider time, TextWriter output)
{
    /// <summary>Ends the names of the files of the database as the former version left them, until the new one serves.</summary>
    private const string Kept = ".before-upgrade";

    /// <summary>Installs it and starts it.</summary>
    /// <exception cref="ServiceControlException">It cannot; what was made is taken back.</exception>
    public async Task InstallAsync()
    {
        if (manager.Current is { } current)
        {
            throw new ServiceControlException($"The service is installed already, in {current}; upgrade brings it to this version.");
        }

        var folder = CopyProgram();
        try
        {
            await manager.RegisterAsync(folder);
            await output.WriteLineAsync($"Installed version {version} in {folder}, data in {manager.DataDirectory}.");
            if (await manager.StartAsync() is { } fault)
            {
                throw new ServiceControlException($"It does not start, and was removed again: {fault}");
            }

            await ShowAsync();
        }
        catch
        {
            await manager.StopAsync();
            await manager.UnregisterAsync();
            DeletePrograms();
            throw;
        }
    }

    /// <summary>Brings it to this version; one that does not start is left for the former one.</summary>
    /// <exception cref="ServiceControlException">It cannot; the former version runs on, or again.</exception>
    public async Task UpgradeAsync()
    {
        var former = manager.Current ?? throw new ServiceControlException("The service is not installed; install does that.");
        var folder = CopyProgram();
        await manager.StopAsync();
        var kept = false;
        string? fault;
        try
        {
            kept = await KeepDatabaseAsync();
            await manager.UseAsync(folder);
            fault = await manager.StartAsync();
        }
        catch (Exception e) when (e is ServiceControlException or IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
        }

        if (fault is not null)
        {
            await ReturnAsync(former, folder, kept);
            throw new ServiceControlException($"Version {version} does not start, and the former one runs again. {fault}");
        }

        DeleteKept();
        DeletePrograms(folder, former);
        await output.WriteLineAsync($"The service runs with version {version} in {folder}; the former one is kept in {former}.");
    }

    /// <summary>Tells what is installed and how it stands.</summary>
    public async Task ShowAsync()
    {
        if (manager.Current is not { } current)
        {
            await output.WriteLineAsync($"The service is not installed. This program is version {version}; install makes it a service.");
            return;
        }

        await output.WriteLineAsync($"Installed in {current}, data in {manager.DataDirectory}. State: {await manager.StateAsync()}.");
        if (ServiceToken.Read(manager.DataDirectory) is var (address, _))
        {
            await output.WriteLineAsync($"The page is at {address}");
        }

        if (File.Exists(SetupCode.FileIn(manager.DataDirectory)))
        {
            await output.WriteLineAsync($"It has no administrator yet: open the page on this machine; the one-time code is in {SetupCode.FileIn(manager.DataDirectory)}.");
        }
    }

    /// <summary>Removes it.</summary>
    /// <param name="withData">Whether the data go too.</param>
    /// <exception cref="ServiceControlException">It cannot.</exception>
    public async Task UninstallAsync(bool withData)
    {
        if (manager.Current is null)
        {
            throw new ServiceControlException("The service is not installed.");
        }

        await manager.StopAsync();
        await manager.UnregisterAsync();
        DeletePrograms();
        if (withData)
        {
            await manager.RemoveDataAsync();
        }

        await output.WriteLineAsync(withData ? "The service and its data were removed." : $"The service was removed. Its data are still in {manager.DataDirectory}; --with-data removes them too.");
    }

    private string Database => DataDirectory.DatabaseIn(manager.DataDirectory);

    private string[] DatabaseFiles => [Database, Database + "-wal", Database + "-shm"];

    private string CopyProgram()
    {
        if (!File.Exists(Path.Combine(source, manager.ProgramFile)))
        {
            throw new ServiceControlException($"There is no {manager.ProgramFile} in {source}: publish the program first, and call the one that was published.");
        }

        var folder = Path.Combine(manager.Programs, string.Create(CultureInfo.InvariantCulture, $"{version}-{time.GetUtcNow():yyyyMMddHHmmss}"));
        try
        {
            ProgramCopy.Make(source, folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceControlException($"The program could not be copied to {folder}, and nothing was changed: {e.Message}", e);
        }
    }

    /// <summary>The former version cannot read tables that the new one has changed: then the database is copied before, with its log if it was not stopped in order.</summary>
    private async Task<bool> KeepDatabaseAsync()
    {
        DeleteKept();
        if (!File.Exists(Database) || SqliteDatabase.VersionOf(Database) >= SqliteDatabase.NewestVersion)
        {
            return false;
        }

        foreach (var file in DatabaseFiles.Where(File.Exists))
        {
            await manager.CopyAsync(file, file + Kept);
        }

        return true;
    }

    private void DeleteKept()
    {
        foreach (var file in DatabaseFiles)
        {
            File.Delete(file + Kept);
        }
    }

    private async Task ReturnAsync(string former, string folder, bool kept)
    {
        await manager.StopAsync();
        await manager.UseAsync(former);
        if (kept)
        {
            // what the new version sent and accepted must not be sent and accepted again
            foreach (var file in DatabaseFiles)
            {
                File.Delete(file);
                if (File.Exists(file + Kept))
                {
                    File.Move(file + Kept, file);
                }
            }

            await manager.RunAsync(former, "keys", "change", "--restored");
        }

        Directory.Delete(folder, recursive: true);
        if (await manager.StartAsync() is { } fault)
        {
            throw new ServiceControlException($"Version {version} does not start, and neither does the former one: {fault}");
        }
    }

    private void DeletePrograms(params ReadOnlySpan<string> but)
    {
        foreach (var folder in Directory.Exists(manager.Programs) ? Directory.GetDirectories(manager.Programs) : [])
        {
            if (!but.Contains(folder) && new DirectoryInfo(folder).LinkTarget is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        if (but.IsEmpty && Directory.Exists(manager.Programs) && !Directory.EnumerateFileSystemEntries(manager.Programs).Any())
        {
            Directory.Delete(manager.Programs);
        }
    }
}
