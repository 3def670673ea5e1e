using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Metering;

namespace Gateway.ServiceControl;

/// <summary>
/// Installs the service, brings it to another version and removes it. Each version has a folder of its own, so that one that does not serve is left for
/// the one before, which is still there.
/// </summary>
/// <param name="control">The operating system.</param>
/// <param name="source">The folder of the program that is to be installed: the one that runs.</param>
/// <param name="version">Its version.</param>
/// <param name="time">The system's time.</param>
/// <param name="output">Is told each step, and what could not be cleaned up.</param>
internal sealed partial class ServiceInstallation(IServiceControl control, string source, string version, TimeProvider time, TextWriter output)
{
    private readonly KeptDatabase _database = new(control);
    private readonly BegunUpgrade _upgrade = new(control.Programs);
    private readonly string _source = Path.TrimEndingDirectorySeparator(source);

    /// <summary>Installs it and starts it.</summary>
    /// <exception cref="ServiceControlException">It cannot; what was made is taken back.</exception>
    public async Task InstallAsync()
    {
        control.NeedManager();
        using var only = TakeTurn();
        if (control.Current is { } current)
        {
            throw new ServiceControlException($"The service is installed already, in {current}; upgrade brings it to this version.");
        }

        var folder = CopyProgram();
        try
        {
            await control.RegisterAsync(folder);
            if (await control.StartAsync() is { } fault)
            {
                throw new ServiceControlException($"It does not start, and was removed again: {fault}");
            }
        }
        catch
        {
            await TryAsync("The service could not be stopped", control.StopAsync);
            await TryAsync("The service could not be removed", control.UnregisterAsync);
            await DeleteProgramAsync(folder);
            throw;
        }

        await ShowAsync();
    }

    /// <summary>Brings it to this version; one that does not start is left for the former one.</summary>
    /// <exception cref="ServiceControlException">It cannot; whether the former version runs on, or again, is told.</exception>
    public async Task UpgradeAsync()
    {
        control.NeedManager();
        using var only = TakeTurn();
        if (control.Current is null)
        {
            throw new ServiceControlException("The service is not installed; install does that.");
        }

        await EndFormerUpgradeAsync();
        var former = control.Current;
        _database.NeedRoom();
        var folder = CopyProgram();
        var isBegun = false;
        string? fault;
        try
        {
            _upgrade.Begin(former, _database.IsNeeded);
            await control.StopAsync();
            await _database.MakeAsync();
            await control.UseAsync(folder);
            isBegun = true;
            fault = await control.StartAsync();
        }
        catch (Exception e) when (IsFault(e))
        {
            fault = e.Message;
        }

        if (fault is not null)
        {
            var what = $"Version {version} {(isBegun ? "does not start" : "was not started")}";
            if (await ReturnAsync(former) is { } another)
            {
                throw new ServiceControlException($"{what}, and the former one does not run again. {fault}{Environment.NewLine}{another}");
            }

            await TryAsync("The copy of the database could not be deleted", _database.Delete);
            await TryAsync("What the new version has made of the database could not be deleted", _database.DeleteGivenUp);
            await DeleteProgramAsync(folder);
            throw new ServiceControlException($"{what}, and the former one runs again. {fault}");
        }

        await TryAsync("The end of the upgrade could not be noted", _upgrade.End);
        await TryAsync("The copy of the database could not be deleted", _database.Delete);
        await DeleteProgramsAsync(but: [folder, former, _source]);
        await output.WriteLineAsync($"The service has version {version} now, in {folder}; the former one is kept in {former}.");
    }

    /// <summary>Tells what is installed and how it stands.</summary>
    /// <exception cref="ServiceControlException">Nothing is.</exception>
    public async Task ShowAsync()
    {
        var current = control.Current ?? throw new ServiceControlException($"The service is not installed. This program is version {version}; install makes it a service.");

        await output.WriteLineAsync($"Installed in {current}, data in {control.DataDirectory}. State: {await control.StateAsync()}.");
        if (_upgrade.WayBack(control.ProgramFile) is { } way)
        {
            await output.WriteLineAsync($"An upgrade is under way, or broke off. {way}");
        }

        if (ServiceToken.Read(control.DataDirectory) is var (address, _))
        {
            await output.WriteLineAsync($"The page is at {address}");
        }

        if (File.Exists(SetupCode.FileIn(control.DataDirectory)))
        {
            await output.WriteLineAsync($"It has no administrator yet: open the page on this machine; the one-time code is in {SetupCode.FileIn(control.DataDirectory)}.");
        }
    }

    /// <summary>Removes it.</summary>
    /// <param name="withData">Whether the data go too.</param>
    /// <exception cref="ServiceControlException">It cannot.</exception>
    public async Task UninstallAsync(bool withData)
    {
        using var only = TakeTurn();
        if (control.Current is not null)
        {
            await control.StopAsync();
            await control.UnregisterAsync();
            _upgrade.End();
            await DeleteProgramsAsync(but: []);
        }
        else if (!withData || !Directory.Exists(control.DataDirectory))
        {
            throw new ServiceControlException("The service is not installed.");
        }

        if (withData)
        {
            await control.RemoveDataAsync();
        }

        await output.WriteLineAsync(withData
            ? "The service and its data were removed."
            : $"The service was removed. Its data are still in {control.DataDirectory}; --with-data removes them too.");
    }

    /// <summary>One installs, upgrades or removes at a time.</summary>
    private FileStream TakeTurn()
    {
        var file = $"{control.Programs}.lock";
        try
        {
            ProgramCopy.MakeFolder(Path.GetDirectoryName(file)!);
            return HeldFile.Open(file, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (HeldFile.IsTaken(e))
        {
            throw new ServiceControlException($"Another install, upgrade or uninstall is under way, and has {file}: wait for its end.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceControlException($"{file} cannot be written, and nothing was changed: {e.Message}", e);
        }
    }

    private string CopyProgram()
    {
        if (!File.Exists(Path.Combine(_source, control.ProgramFile)))
        {
            throw new ServiceControlException($"There is no {control.ProgramFile} in {_source}: publish the program first, and call the one that was published.");
        }

        if (IsIn(_source, control.Programs))
        {
            throw new ServiceControlException($"{_source} is where the versions are kept: unpack the program elsewhere, and call it there.");
        }

        var folder = Path.Combine(control.Programs, string.Create(CultureInfo.InvariantCulture, $"{version}-{time.GetUtcNow():yyyyMMddHHmmss}"));
        try
        {
            ProgramCopy.Make(_source, folder);
            return folder;
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new ServiceControlException($"The program could not be copied to {folder}, and nothing was changed: {e.Message}", e);
        }
    }

    /// <summary>
    /// An upgrade that broke off: its version stays where it serves after all, or has served long enough to have no copy of the former tables any more; it is
    /// else left for the former one.
    /// </summary>
    private async Task EndFormerUpgradeAsync()
    {
        if (_upgrade.Former is { } former && (control.Current == former ? _database.HasChanged : !HasServed && await control.StartAsync() is not null))
        {
            var hadChanged = _database.HasChanged;
            if (await ReturnAsync(former) is { } fault)
            {
                throw new ServiceControlException($"The upgrade before broke off, and the former version does not run again: {fault}");
            }

            await output.WriteLineAsync($"The upgrade before broke off; the former version runs again, in {former}.");
            if (hadChanged)
            {
                await output.WriteLineAsync($"Its database is the one from before that upgrade; what was there is kept in {_database.GivenUp}: delete it when nothing in it is missed.");
            }
        }
        else
        {
            // it is decided, and a copy that is left would take the room of the next one
            await TryAsync("The copy of the database could not be deleted", _database.Delete);
        }
    }

    private bool HasServed => _upgrade.NeedsCopy && !_database.IsKept;

    /// <summary>Has the former version run again, with its tables where they were changed; null: it does, else why it does not.</summary>
    /// <param name="former">Its folder.</param>
    private async Task<string?> ReturnAsync(string former)
    {
        try
        {
            if (control.Current != former || _database.HasChanged)
            {
                await control.StopAsync();
                await control.UseAsync(former);
                if (_database.HasChanged)
                {
                    _database.PutBack();
                }
            }

            _upgrade.End();
            return await control.StartAsync();
        }
        catch (Exception e) when (IsFault(e))
        {
            return e.Message;
        }
    }

    /// <summary>Deletes what versions have left; what else a person keeps beside them is that person's.</summary>
    private async Task DeleteProgramsAsync(string[] but)
    {
        foreach (var folder in Directory.Exists(control.Programs) ? Directory.GetDirectories(control.Programs) : [])
        {
            if (VersionName().IsMatch(Path.GetFileName(folder)) && !but.Contains(folder))
            {
                await DeleteProgramAsync(folder);
            }
        }
    }

    private Task DeleteProgramAsync(string folder) => TryAsync($"{folder} could not be deleted", () =>
    {
        Directory.Delete(folder, recursive: true);
        if (!Directory.EnumerateFileSystemEntries(control.Programs).Any())
        {
            Directory.Delete(control.Programs);
        }
    });

    private Task TryAsync(string fault, Action step) => TryAsync(fault, () =>
    {
        step();
        return Task.CompletedTask;
    });

    /// <summary>What fails on the way out hides nothing and stops nothing; it is a line of output.</summary>
    private async Task TryAsync(string fault, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (IsFault(e))
        {
            await output.WriteLineAsync($"{fault}: {e.Message}");
        }
    }

    private static bool IsFault(Exception e) => e is ServiceControlException or StoreException or IOException or UnauthorizedAccessException;

    private static bool IsIn(string folder, string path) =>
        Path.GetRelativePath(folder, path) is var way && !Path.IsPathRooted(way) && way.Split(Path.DirectorySeparatorChar)[0] != "..";

    /// <summary>VERSION-TIME, also of a copy that is not complete.</summary>
    [GeneratedRegex(@"^.+-[0-9]{14}(\.part)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionName();
}
