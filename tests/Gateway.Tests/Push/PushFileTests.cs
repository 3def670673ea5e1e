using Gateway.CommandLine;
using Testing;

namespace Gateway.Tests.Push;

public sealed class PushFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_is_in_the_file_when_it_was_appended_and_those_before_stay()
    {
        var path = _folder.Write("pushes.jsonl", "before\n");
        await using var file = PushFile.Open(path);
        await file.AppendAsync("one");
        Assert.Equal("before\none\n", await ReadAsync(path));
        await file.AppendAsync("two");
        Assert.Equal("before\none\ntwo\n", await ReadAsync(path));
    }

    [Fact]
    public async Task What_the_disk_does_not_take_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is full.");
        await using var file = PushFile.Open("/dev/full");
        await Assert.ThrowsAnyAsync<IOException>(() => file.AppendAsync("one"));
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
