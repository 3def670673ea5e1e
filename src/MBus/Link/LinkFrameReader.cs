namespace MBus.Link;

/// <summary>
/// Takes frames out of what a line brings, noise and echo included (EN 13757-2, 5.5). What arrives is written into
/// <see cref="Free"/> and announced by <see cref="Received"/>; then <see cref="TryRead"/> is called until it is false.
/// A candidate that proves wrong costs its first byte only: the next possible start may lie inside it.
/// </summary>
public sealed class LinkFrameReader
{
    // What a call of TryRead leaves is shorter than a frame, so at least three frames' room is always free.
    private readonly byte[] _buffer = new byte[4 * LinkFrame.MaximumLength];
    private int _start;
    private int _end;
    private bool _silent;
    private ReadOnlyMemory<byte> _sent;

    /// <summary>Whether bytes came since <see cref="Begin"/> that belong to no frame.</summary>
    public bool JunkSeen => JunkBytes > 0;

    /// <summary>How many bytes came since <see cref="Begin"/> that belong to no frame.</summary>
    public int JunkBytes { get; private set; }

    /// <summary>Whether what was sent came back since <see cref="Begin"/>: the level converter echoes.</summary>
    public bool EchoSeen { get; private set; }

    /// <summary>
    /// Whether a slave's long frame came to its announced end, stop byte and all, and only its checksum is wrong: of that answer nothing
    /// more is to come.
    /// </summary>
    public bool IsDamagedFrameOver { get; private set; }

    /// <summary>Whether a frame was begun and its end is missing.</summary>
    public bool IsFramePending => _start < _end;

    /// <summary>Room for the next bytes, never empty when <see cref="TryRead"/> has said that more are needed.</summary>
    public Memory<byte> Free
    {
        get
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>Forgets all that came so far and listens to the answer to a request.</summary>
    /// <param name="sent">The request; a frame equal to it is an echo and is left out.</param>
    public void Begin(ReadOnlyMemory<byte> sent)
    {
        _sent = sent;
        _start = _end = 0;
        _silent = EchoSeen = IsDamagedFrameOver = false;
        JunkBytes = 0;
    }

    /// <summary>So many bytes were written into <see cref="Free"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than there was room for.</exception>
    public void Received(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
        _silent &= count == 0;
        IsDamagedFrameOver &= count == 0;
    }

    /// <summary>The line fell silent: a frame that was begun will not be ended, but a whole one may lie inside it.</summary>
    public void FellSilent() => _silent = true;

    /// <summary>The next frame and the buffer moved on, or false: more bytes are needed.</summary>
    /// <param name="frame">The frame, with bytes of its own.</param>
    public bool TryRead(out LinkFrame frame)
    {
        while (IsFramePending)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var error = LinkFrame.Check(pending, out _, out var length);
            if (error == LinkError.Truncated && !_silent)
            {
                break;
            }

            if (error != LinkError.None)
            {
                JunkBytes++;
                IsDamagedFrameOver |= error == LinkError.Checksum && length == pending.Length && IsLongFromSlave(pending);
                _start++;
                continue;
            }

            _start += length;
            if (pending[..length].SequenceEqual(_sent.Span))
            {
                EchoSeen = true;
                continue;
            }

            LinkFrame.TryParse(pending[..length].ToArray(), out frame);
            return true;
        }

        frame = default;
        return false;
    }

    private static bool IsLongFromSlave(ReadOnlySpan<byte> frame) =>
        frame is [LinkFrame.LongStart, _, _, _, var control, ..] && !new ControlField(control).FromMaster;
}
