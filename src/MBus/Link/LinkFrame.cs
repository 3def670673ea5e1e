namespace MBus.Link;

/// <summary>
/// One frame of the link layer (EN 13757-2, 5.5):
/// <code>
/// single    E5
/// short     10 C A CS 16                      CS = C + A
/// control   68 03 03 68 C A CI CS 16          CS = C + A + CI
/// long      68 L  L  68 C A CI data CS 16     CS = the L bytes from C on
///           68 13 13 68 08 05 73 78563412 0A 00 E97E 01000000 35010000 3C 16   a water meter, 1 l and 135 l
/// </code>
/// </summary>
public readonly struct LinkFrame
{
    /// <summary>The single character that confirms.</summary>
    public const byte AckByte = 0xE5;

    /// <summary>The first byte of a short frame.</summary>
    public const byte ShortStart = 0x10;

    /// <summary>The first byte of a control or long frame, repeated before its C field.</summary>
    public const byte LongStart = 0x68;

    /// <summary>The last byte of all frames but the single character.</summary>
    public const byte StopByte = 0x16;

    /// <summary>The longest frame, in bytes: L is 255.</summary>
    public const int MaximumLength = 261;

    /// <summary>The most user data after the CI field, in bytes.</summary>
    public const int MaximumUserData = 252;

    private const int ShortLength = 5;
    private const int LongHeader = 4;
    private const int LongOverhead = 6;

    private LinkFrame(LinkFrameKind kind, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        Bytes = bytes;
    }

    /// <summary>Which of the four kinds.</summary>
    public LinkFrameKind Kind { get; }

    /// <summary>The whole frame as on the wire.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The C field; zero in a single character.</summary>
    public ControlField Control => new(Kind == LinkFrameKind.Ack ? (byte)0 : Bytes.Span[IsLong ? LongHeader : 1]);

    /// <summary>The A field; zero in a single character.</summary>
    public byte Address => Kind == LinkFrameKind.Ack ? (byte)0 : Bytes.Span[IsLong ? LongHeader + 1 : 2];

    /// <summary>The CI field of a control or long frame, else zero.</summary>
    public byte ControlInformation => IsLong ? Bytes.Span[LongHeader + 2] : (byte)0;

    /// <summary>The bytes between CI and checksum.</summary>
    public ReadOnlyMemory<byte> UserData => IsLong ? Bytes[(LongHeader + 3)..^2] : default;

    /// <summary>Whether the frame has a CI field.</summary>
    public bool IsLong => Kind is LinkFrameKind.Control or LinkFrameKind.Long;

    /// <summary>Whether this is a slave's telegram: RSP_UD with a CI field.</summary>
    public bool IsRspUd => IsLong && Control.IsRspUd;

    /// <summary>
    /// Reads bytes that are exactly one frame, with nothing around it.
    /// </summary>
    public static LinkError TryParse(ReadOnlyMemory<byte> bytes, out LinkFrame frame)
    {
        var error = Check(bytes.Span, out var kind, out var length);
        if (error == LinkError.None && length < bytes.Length)
        {
            error = LinkError.TrailingBytes;
        }

        frame = error == LinkError.None ? new LinkFrame(kind, bytes) : default;
        return error;
    }

    /// <summary>
    /// Checks the frame at the start of <paramref name="bytes"/>; <see cref="LinkError.Truncated"/> says that what is
    /// there may become a frame when more bytes arrive.
    /// </summary>
    /// <param name="bytes">Bytes from a possible start on; more may follow the frame.</param>
    /// <param name="kind">The frame's kind.</param>
    /// <param name="length">The frame's length in bytes; as far as it is known when the frame is not complete.</param>
    public static LinkError Check(ReadOnlySpan<byte> bytes, out LinkFrameKind kind, out int length)
    {
        kind = LinkFrameKind.Ack;
        length = 1;
        return bytes switch
        {
            [] => LinkError.Empty,
            [AckByte, ..] => LinkError.None,
            [ShortStart, ..] => CheckShort(bytes, out kind, out length),
            [LongStart, ..] => CheckLong(bytes, out kind, out length),
            _ => LinkError.Start,
        };
    }

    /// <summary>A short frame.</summary>
    public static byte[] Short(ControlField control, PrimaryAddress address) =>
        [ShortStart, control.Value, address.Value, (byte)(control.Value + address.Value), StopByte];

    /// <summary>A control frame (no data) or a long frame.</summary>
    /// <param name="control">The C field.</param>
    /// <param name="address">The A field.</param>
    /// <param name="controlInformation">The CI field.</param>
    /// <param name="userData">At most <see cref="MaximumUserData"/> bytes.</param>
    /// <exception cref="ArgumentException">The user data are too long for one frame.</exception>
    public static byte[] Long(ControlField control, byte address, byte controlInformation, ReadOnlySpan<byte> userData)
    {
        if (userData.Length > MaximumUserData)
        {
            throw new ArgumentException($"{userData.Length} bytes of user data; a frame takes {MaximumUserData}.", nameof(userData));
        }

        var length = (byte)(userData.Length + 3);
        byte[] frame = [LongStart, length, length, LongStart, control.Value, address, controlInformation, .. userData, 0, StopByte];
        frame[^2] = Sum(frame.AsSpan(LongHeader, length));
        return frame;
    }

    private static LinkError CheckShort(ReadOnlySpan<byte> bytes, out LinkFrameKind kind, out int length)
    {
        kind = LinkFrameKind.Short;
        length = ShortLength;
        return bytes.Length < ShortLength ? LinkError.Truncated : CheckEnd(bytes[1..ShortLength]);
    }

    private static LinkError CheckLong(ReadOnlySpan<byte> bytes, out LinkFrameKind kind, out int length)
    {
        kind = LinkFrameKind.Long;
        length = bytes.Length < 2 ? LongOverhead + 3 : bytes[1] + LongOverhead;
        if (bytes.Length >= 2 && bytes[1] < 3)
        {
            return LinkError.LengthTooSmall;
        }

        if (bytes.Length >= 3 && bytes[2] != bytes[1])
        {
            return LinkError.LengthMismatch;
        }

        if (bytes.Length >= LongHeader && bytes[3] != LongStart)
        {
            return LinkError.Start;
        }

        if (bytes.Length < length)
        {
            return LinkError.Truncated;
        }

        kind = bytes[1] == 3 ? LinkFrameKind.Control : LinkFrameKind.Long;
        return CheckEnd(bytes[LongHeader..length]);
    }

    /// <summary>Checks the checksum and the stop byte that end a frame's covered bytes.</summary>
    private static LinkError CheckEnd(ReadOnlySpan<byte> covered) =>
        covered[^1] != StopByte ? LinkError.Stop
        : covered[^2] != Sum(covered[..^2]) ? LinkError.Checksum
        : LinkError.None;

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var b in bytes)
        {
            sum += b;
        }

        return (byte)sum;
    }
}
