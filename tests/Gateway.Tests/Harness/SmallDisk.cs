using Gateway.ServiceControl;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>A disk of its own for a test, in memory, that can be full or not to be written.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is.</summary>
    public string Path => _folder.Path;

    /// <summary>Mounts one; the test is left out where that is not allowed.</summary>
    /// <param name="megabytes">Its size.</param>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only Linux's root mounts a small disk.");
        var disk = new SmallDisk();
        var (code, words) = await SystemProgram.TryAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        if (code != 0)
        {
            disk._folder.Dispose();
            Assert.Skip($"This machine lets nobody mount a small disk: {words}");
        }

        return disk;
    }

    /// <summary>A path on it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Leaves no room on it.</summary>
    public void Fill()
    {
        using var file = System.IO.File.OpenWrite(File("full"));
        var part = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(part);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // that is what was wanted
        }
    }

    /// <summary>Makes room again.</summary>
    public void Empty() => System.IO.File.Delete(File("full"));

    /// <summary>Nothing on it can be written any more.</summary>
    public Task MakeReadOnlyAsync() => SystemProgram.RunAsync("mount", "-o", "remount,ro", Path);

    public async ValueTask DisposeAsync()
    {
        await SystemProgram.RunAsync("umount", "-l", Path);
        _folder.Dispose();
    }
}
