namespace Gateway.Backups;

/// <summary>Encrypts what is written and passes it on. Only <see cref="CompleteAsync"/> writes the last chunk: what ends without it is known as cut.</summary>
internal sealed class BackupWriteStream : Stream
{
    private readonly Stream _output;
    private readonly BackupChunks _chunks;
    private readonly byte[] _header;
    private readonly byte[] _plain = new byte[BackupChunks.MostPlain];
    private readonly byte[] _chunk = new byte[BackupChunks.FieldLength + BackupChunks.MostPlain + BackupChunks.TagLength];
    private int _length;
    private bool _hasBegun;

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="output">The stream.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="iterations">How often the key is made of it.</param>
    public BackupWriteStream(Stream output, BackupPassphrase passphrase, int iterations = BackupHeader.Iterations)
    {
        (_header, var key) = BackupHeader.Draw(passphrase, iterations);
        (_output, _chunks) = (output, new BackupChunks(key));
    }

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the last chunk.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await PassOnAsync(isLast: true, cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_length == _plain.Length)
            {
                await PassOnAsync(isLast: false, cancellationToken);
            }

            var part = Math.Min(buffer.Length, _plain.Length - _length);
            buffer[..part].CopyTo(_plain.AsMemory(_length));
            _length += part;
            buffer = buffer[part..];
        }
    }

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override void Flush()
    {
        // a chunk is passed on when it is full
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _chunks.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task PassOnAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            await _output.WriteAsync(_header, cancellationToken);
            _hasBegun = true;
        }

        var length = _chunks.Seal(_plain.AsSpan(0, _length), isLast, _chunk);
        _length = 0;
        await _output.WriteAsync(_chunk.AsMemory(0, length), cancellationToken);
    }
}
