using Gateway.ServiceControl;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>A disk of its own for a test, in memory, that can be full or not to be written.</summary>
internal sealed class SmallDisk(TemporaryFolder folder) : IAsyncDisposable
{
    /// <summary>Where it is.</summary>
    public string Path => folder.Path;

    /// <summary>Mounts one; the test is left out where that is not allowed.</summary>
    /// <param name="megabytes">Its size.</param>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only Linux's root mounts a small disk.");
        var folder = new TemporaryFolder();
        var (code, words) = await SystemProgram.TryAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.Path);
        if (code != 0)
        {
            folder.Dispose();
            Assert.Skip($"This machine lets nobody mount a small disk: {words}");
        }

        return new SmallDisk(folder);
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
        folder.Dispose();
    }
}
