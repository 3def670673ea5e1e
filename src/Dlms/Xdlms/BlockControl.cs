namespace Dlms.Xdlms;

/// <summary>block-control of general-block-transfer (IEC 62056-5-3): bits 0-5 the window, bit 6 streaming, bit 7 last-block.</summary>
/// <param name="Value">The octet.</param>
public readonly record struct BlockControl(byte Value)
{
    /// <summary>The largest window there is, in blocks.</summary>
    public const int MaxWindow = 0x3F;

    private const byte StreamingBit = 0x40;
    private const byte LastBlockBit = 0x80;

    /// <summary>block-control of its parts.</summary>
    /// <param name="lastBlock">Whether the sender has no more blocks.</param>
    /// <param name="streaming">Whether the sender goes on without waiting for a block of the other side.</param>
    /// <param name="window">How many blocks the sender can take in, up to <see cref="MaxWindow"/>.</param>
    public BlockControl(bool lastBlock, bool streaming, int window)
        : this((byte)((lastBlock ? LastBlockBit : 0) | (streaming ? StreamingBit : 0) | Checked(window)))
    {
    }

    /// <summary>Whether the sender has no more blocks.</summary>
    public bool LastBlock => (Value & LastBlockBit) != 0;

    /// <summary>Whether the sender goes on without waiting for a block of the other side.</summary>
    public bool Streaming => (Value & StreamingBit) != 0;

    /// <summary>How many blocks the sender can take in.</summary>
    public int Window => Value & MaxWindow;

    private static int Checked(int window)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)window, (uint)MaxWindow, nameof(window));
        return window;
    }
}
