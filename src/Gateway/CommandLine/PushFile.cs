using System.Text;

namespace Gateway.CommandLine;

/// <summary>A file of lines, each on the disk before the next is taken.</summary>
internal sealed class PushFile : IAsyncDisposable
{
    private readonly FileStream _stream;

    private PushFile(FileStream stream) => _stream = stream;

    /// <summary>Opens a file to append to; others may read it meanwhile.</summary>
    /// <exception cref="RefusedException">It cannot be written.</exception>
    public static PushFile Open(string path)
    {
        try
        {
            // no buffer: what could not be written must not be tried again with the next line
            return new PushFile(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RefusedException($"--file {path}: {e.Message}", e);
        }
    }

    /// <summary>Appends a line; it is on the disk when the task ends.</summary>
    /// <exception cref="IOException">It could not be written whole; what was is taken back.</exception>
    public async Task AppendAsync(string line)
    {
        var end = _stream.Length;
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"));
            _stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            _stream.SetLength(end);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
