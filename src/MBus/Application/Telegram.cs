using MBus.Link;
using MBus.Master;
using MBus.Security;

namespace MBus.Application;

/// <summary>
/// One telegram of the application layer (EN 13757-3) in its link frame: what the CI field says it is, the header, and the
/// records, which are read while they are walked. Any bytes at all give an answer; none throws.
/// </summary>
public readonly struct Telegram
{
    internal Telegram(LinkFrame frame, TelegramKind kind, TelegramHeader header, ReadOnlyMemory<byte> part, TelegramErrorCode error = TelegramErrorCode.None)
    {
        Frame = frame;
        Kind = kind;
        Header = header;
        Data = part;
        Error = error;
    }

    /// <summary>What is wrong with the frame; then there is nothing else.</summary>
    public LinkError LinkError { get; private init; }

    /// <summary>The frame.</summary>
    public LinkFrame Frame { get; }

    /// <summary>What kind of message it is.</summary>
    public TelegramKind Kind { get; }

    /// <summary>The header; its kind says which fields there are.</summary>
    public TelegramHeader Header { get; }

    /// <summary>Why nothing after the header can be read, or None; what goes wrong between records they say themselves.</summary>
    public TelegramErrorCode Error { get; }

    /// <summary>The authentication layer; null when the telegram has none, or one that cannot be read.</summary>
    public AuthenticationLayer? Authentication { get; internal init; }

    /// <summary>Whether the telegram has a message authentication code, and it was checked with the meter's key and is right.</summary>
    public bool IsAuthentic { get; internal init; }

    /// <summary>
    /// The configuration field says that the data are encrypted, no key was given, and they were read as clear text because
    /// they are: some radio converters copy the field of the radio telegram that they carry.
    /// </summary>
    public bool ClearDespiteMode { get; internal init; }

    /// <summary>
    /// The fields were sent most significant byte first (mode 2, CI 76h and 77h). Header and <see cref="Data"/> are given the other
    /// way round, like those of every telegram; the bytes as sent stand in the frame.
    /// </summary>
    public bool IsMostSignificantFirst { get; internal init; }

    /// <summary>Whether the data stand encrypted, or are not to be trusted, for want of the right key or of a mode that is supported.</summary>
    public bool IsEncrypted => Error is TelegramErrorCode.Encrypted or TelegramErrorCode.UnsupportedSecurityMode or TelegramErrorCode.MissingIdentity
        or TelegramErrorCode.MissingMessageCounter or TelegramErrorCode.Authentication or TelegramErrorCode.UnsupportedAuthentication;

    /// <summary>The bytes after the header, decrypted where a key fits: records, error code, alarm or a command's data.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Why a meter refused; Unspecified also when it gave no code.</summary>
    public ApplicationErrorCode ApplicationError =>
        Kind == TelegramKind.ApplicationError && Error == TelegramErrorCode.None && !Data.IsEmpty ? (ApplicationErrorCode)Data.Span[0] : ApplicationErrorCode.Unspecified;

    /// <summary>What a compact frame names; null for other telegrams, and while it is encrypted.</summary>
    public CompactFrame? CompactFrame => Kind == TelegramKind.CompactFrame && Error == TelegramErrorCode.CompactFrame
        ? Application.CompactFrame.Read(Data)
        : null;

    /// <summary>The records. Every walk starts anew and reads the bytes again.</summary>
    public DataRecords Records => new(
        Kind is TelegramKind.Variable or TelegramKind.Fixed ? Data : default, new TelegramError(Error, 0), Kind == TelegramKind.Fixed);

    /// <summary>Reads the bytes of exactly one frame.</summary>
    /// <param name="frame">From the start to the stop byte.</param>
    /// <param name="key">The meter's AES-128 key, or empty.</param>
    /// <param name="meter">Who the meter is: needed to decrypt where the header does not say it.</param>
    public static Telegram Decode(ReadOnlyMemory<byte> frame, ReadOnlySpan<byte> key = default, SecondaryAddress? meter = null)
    {
        var error = LinkFrame.TryParse(frame, out var link);
        return error == LinkError.None ? Decode(link, key, meter) : new Telegram { LinkError = error };
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">A frame that the link layer has accepted.</param>
    /// <param name="key">The meter's AES-128 key, or empty.</param>
    /// <param name="meter">Who the meter is: needed to decrypt where the header does not say it.</param>
    public static Telegram Decode(LinkFrame frame, ReadOnlySpan<byte> key = default, SecondaryAddress? meter = null) =>
        !frame.IsLong ? new Telegram(frame, TelegramKind.None, default, default)
        : frame.Control.FromMaster ? new Telegram(frame, TelegramKind.Command, default, frame.UserData)
        : new TelegramReader(frame, key, meter).Read();
}
