using System.Security.Cryptography;

namespace Gateway.Backups;

/// <summary>Deciphers a backup while it is read; what comes out of it was written by somebody who has the passphrase, octet by octet.</summary>
internal sealed class BackupReadStream : Stream
{
    private readonly Stream _input;
    private readonly BackupChunks _chunks;
    private readonly byte[] _plain = new byte[BackupChunks.MostPlain];
    private readonly byte[] _chunk = new byte[BackupChunks.FieldLength + BackupChunks.MostPlain + BackupChunks.TagLength];
    private Memory<byte> _rest;
    private long _position = BackupHeader.Length;
    private bool _isLast;

    /// <summary>Reads the chunks behind a header.</summary>
    /// <param name="input">Stands behind it.</param>
    /// <param name="key">The key that the header gave.</param>
    internal BackupReadStream(Stream input, byte[] key) => (_input, _chunks) = (input, new BackupChunks(key));

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the header.</summary>
    /// <param name="input">The file, which stays open.</param>
    /// <param name="passphrase">Its passphrase.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It is no backup, of a later version, or of another passphrase.</exception>
    public static async Task<BackupReadStream> OpenAsync(Stream input, BackupPassphrase passphrase, CancellationToken cancellationToken)
    {
        var header = new byte[BackupHeader.Length];
        var length = await ReadAsync(input, header, cancellationToken);
        return new BackupReadStream(input, BackupHeader.KeyOf(header.AsSpan(0, length), passphrase));
    }

    /// <summary>Reads what is left and checks that the file ends where it says.</summary>
    /// <exception cref="BackupException">It is cut or damaged, or something follows.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var part = new byte[BackupChunks.MostPlain];
        while (await ReadAsync(part, cancellationToken) > 0)
        {
        }

        if (await ReadAsync(_input, part.AsMemory(0, 1), cancellationToken) > 0)
        {
            throw new BackupException($"Something follows behind the end of the backup, from byte {_position} on: this is not the file that was made.");
        }
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty && !_isLast)
        {
            await NextAsync(cancellationToken);
        }

        var part = Math.Min(buffer.Length, _rest.Length);
        _rest[..part].CopyTo(buffer);
        _rest = _rest[part..];
        return part;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Flush()
    {
        // nothing is written
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _chunks.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        await FillAsync(_chunk.AsMemory(0, BackupChunks.FieldLength), cancellationToken);
        var (length, isLast) = BackupChunks.LengthOf(_chunk);
        if (length > BackupChunks.MostPlain)
        {
            throw Damaged(inner: null);
        }

        var whole = BackupChunks.FieldLength + (int)length + BackupChunks.TagLength;
        await FillAsync(_chunk.AsMemory(BackupChunks.FieldLength, whole - BackupChunks.FieldLength), cancellationToken);
        try
        {
            _chunks.Open(_chunk.AsSpan(0, whole), _plain.AsSpan(0, (int)length));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Damaged(e);
        }

        _position += whole;
        (_rest, _isLast) = (_plain.AsMemory(0, (int)length), isLast);
    }

    private async Task FillAsync(Memory<byte> part, CancellationToken cancellationToken)
    {
        var length = await ReadAsync(_input, part, cancellationToken);
        if (length < part.Length)
        {
            throw new BackupException($"The backup is cut: its end is missing, it is whole up to byte {_position}. Copy the file anew, or take an older one.");
        }
    }

    /// <summary>That the file cannot be read is told of the file, not of the place where it is unpacked.</summary>
    private static async Task<int> ReadAsync(Stream input, Memory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            return await input.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException e)
        {
            throw new BackupException($"The file of the backup breaks off: {e.Message}", e);
        }
    }

    private BackupException Damaged(Exception? inner) => new($"The backup is damaged from byte {_position} on. Copy the file anew, or take an older one.", inner);
}
