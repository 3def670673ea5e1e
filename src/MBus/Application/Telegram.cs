using MBus.Link;
using MBus.Security;

namespace MBus.Application;

/// <summary>
/// One telegram of the application layer (EN 13757-3) in its link frame: what the CI field says it is, the header, and the
/// records, which are read while they are walked. Any bytes at all give an answer; none throws.
/// </summary>
public readonly struct Telegram
{
    private readonly ReadOnlyMemory<byte> _part;
    private readonly TelegramError _error;

    private Telegram(LinkFrame frame, TelegramKind kind, TelegramHeader header, ReadOnlyMemory<byte> part, TelegramError error)
    {
        Frame = frame;
        Kind = kind;
        Header = header;
        _part = part;
        _error = error;
    }

    /// <summary>What is wrong with the frame; then there is nothing else.</summary>
    public LinkError LinkError { get; private init; }

    /// <summary>The frame.</summary>
    public LinkFrame Frame { get; }

    /// <summary>What kind of message it is.</summary>
    public TelegramKind Kind { get; }

    /// <summary>The header; its kind says which fields there are.</summary>
    public TelegramHeader Header { get; }

    /// <summary>
    /// The configuration field says that the data are encrypted, no key was given, and they were read as clear text because
    /// they are: some radio converters copy the field of the radio telegram that they carry.
    /// </summary>
    public bool ClearDespiteMode { get; private init; }

    /// <summary>The bytes after the header, decrypted where a key fits: records, error code, alarm or a command's data.</summary>
    public ReadOnlyMemory<byte> Data => _part;

    /// <summary>Why a meter refused; Unspecified also when it gave no code.</summary>
    public ApplicationErrorCode ApplicationError =>
        Kind == TelegramKind.ApplicationError && !_part.IsEmpty ? (ApplicationErrorCode)_part.Span[0] : ApplicationErrorCode.Unspecified;

    /// <summary>The records. Every walk starts anew and reads the bytes again.</summary>
    public DataRecords Records => Kind is TelegramKind.Variable or TelegramKind.Fixed
        ? new DataRecords(_part, _error, Kind == TelegramKind.Fixed)
        : default;

    /// <summary>Reads the bytes of exactly one frame.</summary>
    /// <param name="frame">From the start to the stop byte.</param>
    /// <param name="key">The meter's AES-128 key, or empty.</param>
    public static Telegram Decode(ReadOnlyMemory<byte> frame, ReadOnlySpan<byte> key = default)
    {
        var error = LinkFrame.TryParse(frame, out var link);
        return error == LinkError.None ? Decode(link, key) : new Telegram { LinkError = error };
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">A frame that the link layer has accepted.</param>
    /// <param name="key">The meter's AES-128 key, or empty.</param>
    public static Telegram Decode(LinkFrame frame, ReadOnlySpan<byte> key = default)
    {
        if (!frame.IsLong)
        {
            return new Telegram(frame, TelegramKind.None, default, default, default);
        }

        if (frame.Control.FromMaster)
        {
            return new Telegram(frame, TelegramKind.Command, default, frame.UserData, default);
        }

        return frame.ControlInformation switch
        {
            0x72 => WithHeader(frame, TelegramKind.Variable, TelegramHeaderKind.Long, key),
            0x7A => WithHeader(frame, TelegramKind.Variable, TelegramHeaderKind.Short, key),
            0x78 => WithHeader(frame, TelegramKind.Variable, TelegramHeaderKind.None, key),
            0x73 => Fixed(frame),
            0x70 => WithHeader(frame, TelegramKind.ApplicationError, TelegramHeaderKind.None, key),
            0x6E => WithHeader(frame, TelegramKind.ApplicationError, TelegramHeaderKind.Short, key),
            0x6F => WithHeader(frame, TelegramKind.ApplicationError, TelegramHeaderKind.Long, key),
            0x71 => WithHeader(frame, TelegramKind.Alarm, TelegramHeaderKind.None, key),
            0x74 => WithHeader(frame, TelegramKind.Alarm, TelegramHeaderKind.Short, key),
            0x75 => WithHeader(frame, TelegramKind.Alarm, TelegramHeaderKind.Long, key),
            _ => new Telegram(frame, TelegramKind.UnsupportedCi, default, frame.UserData, default),
        };
    }

    private static Telegram WithHeader(LinkFrame frame, TelegramKind kind, TelegramHeaderKind headerKind, ReadOnlySpan<byte> key)
    {
        var data = frame.UserData;
        var needed = headerKind switch
        {
            TelegramHeaderKind.Long => TelegramHeader.LongLength,
            TelegramHeaderKind.Short => TelegramHeader.ShortLength,
            _ => 0,
        };
        if (data.Length < needed)
        {
            return new Telegram(frame, kind, default, default, new TelegramError(TelegramErrorCode.ShortHeader, 0));
        }

        var header = TelegramHeader.Read(headerKind, data.Span, out var length);
        var part = data[length..];
        return header.Configuration.IsEncrypted && kind == TelegramKind.Variable
            ? Encrypted(frame, header, part, key)
            : new Telegram(frame, kind, header, part, default);
    }

    private static Telegram Encrypted(LinkFrame frame, TelegramHeader header, ReadOnlyMemory<byte> part, ReadOnlySpan<byte> key)
    {
        if (!key.IsEmpty)
        {
            return Mode5.TryDecrypt(header, part.Span, key, out var plain)
                ? new Telegram(frame, TelegramKind.Variable, header, plain, default)
                : new Telegram(frame, TelegramKind.Variable, header, part, new TelegramError(TelegramErrorCode.Encrypted, 0));
        }

        return Mode5.StartsClear(part.Span) || StartsWithClock(part.Span)
            ? new Telegram(frame, TelegramKind.Variable, header, part, default) { ClearDespiteMode = true }
            : new Telegram(frame, TelegramKind.Variable, header, part, new TelegramError(TelegramErrorCode.Encrypted, 0));
    }

    /// <summary>
    /// Whether the first record is the meter's clock (04 6D) with a possible time, as such converters send it; of cipher texts
    /// fewer than one in a million begins so. Whole records to the last byte are no proof: short cipher texts often parse.
    /// </summary>
    private static bool StartsWithClock(ReadOnlySpan<byte> part) =>
        part is [0x04, 0x6D, _, _, _, _, ..] && MBusTime.Read(part[2..6]).IsValid;

    private static Telegram Fixed(LinkFrame frame)
    {
        var data = frame.UserData;
        return data.Length == FixedData.Length
            ? new Telegram(frame, TelegramKind.Fixed, FixedData.ReadHeader(data.Span), data, default)
            : new Telegram(frame, TelegramKind.Fixed, default, data, new TelegramError(TelegramErrorCode.Length, 0));
    }
}
