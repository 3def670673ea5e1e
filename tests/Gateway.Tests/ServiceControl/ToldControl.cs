using Gateway.ServiceControl;

namespace Gateway.Tests.ServiceControl;

/// <summary>An operating system that does what it is told, and fails where it is told to.</summary>
internal sealed class ToldControl(string root) : IServiceControl
{
    /// <summary>What was asked of it, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Why versions do not start, by what stands in their program; the others do.</summary>
    public Dictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>What it cannot do, by the first word of what it is asked.</summary>
    public HashSet<string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>Is called with each start of a version.</summary>
    public Action<string> Started { get; set; } = _ => { };

    public string Programs => Path.Combine(root, "programs");

    public string DataDirectory => Path.Combine(root, "data");

    public string ProgramFile => "program";

    public string? Current { get; private set; }

    public void NeedManager()
    {
    }

    public Task<string> StateAsync() => Task.FromResult("told");

    /// <summary>What stands in the program in use.</summary>
    public string Program => File.ReadAllText(Path.Combine(Current!, ProgramFile));

    public Task RegisterAsync(string folder)
    {
        Directory.CreateDirectory(DataDirectory);
        return AskedAsync($"register {(Current = folder)[Programs.Length..]}");
    }

    public Task UseAsync(string folder) => AskedAsync($"use {(Current = folder)[Programs.Length..]}");

    public async Task<string?> StartAsync()
    {
        await AskedAsync($"start {Program}");
        Started(Program);
        return Faults.GetValueOrDefault(Program);
    }

    public Task StopAsync() => AskedAsync("stop");

    public Task CopyAsync(string file, string copy)
    {
        File.Copy(file, copy);
        return AskedAsync($"copy {Path.GetFileName(file)}");
    }

    public async Task UnregisterAsync()
    {
        await AskedAsync("unregister");
        Current = null;
    }

    public Task RemoveDataAsync()
    {
        Directory.Delete(DataDirectory, recursive: true);
        return AskedAsync("remove data");
    }

    private Task AskedAsync(string what)
    {
        Asked.Add(what);
        return Broken.Contains(what.Split(' ')[0]) ? Task.FromException(new ServiceControlException($"cannot {what}")) : Task.CompletedTask;
    }
}
