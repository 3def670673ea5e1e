using System.Buffers;
using MBus.Link;
using MBus.Security;

namespace MBus.Application;

/// <summary>Writes telegrams as a meter sends them, the mirror of <see cref="Telegram"/>.</summary>
public static class TelegramWriter
{
    private const byte VariableLong = 0x72;
    private const byte VariableShort = 0x7A;
    private const byte VariableNone = 0x78;
    private const byte FixedStructure = 0x73;
    private const byte ApplicationErrorCi = 0x70;

    /// <summary>An RSP_UD with the variable data structure.</summary>
    /// <param name="address">The meter's primary address.</param>
    /// <param name="header">Long, short or none; its configuration says whether and how much is encrypted.</param>
    /// <param name="records">The records, fillers and the maker's data.</param>
    /// <param name="key">The meter's AES-128 key when the configuration says mode 5.</param>
    public static byte[] Variable(byte address, in TelegramHeader header, ReadOnlySpan<byte> records, ReadOnlySpan<byte> key = default)
    {
        var ci = header.Kind switch
        {
            TelegramHeaderKind.Long => VariableLong,
            TelegramHeaderKind.Short => VariableShort,
            _ => VariableNone,
        };
        Span<byte> start = stackalloc byte[TelegramHeader.LongLength];
        var length = header.Write(start);
        var part = key.IsEmpty ? records : Mode5.Encrypt(header, records, key);
        return LinkFrame.Long(ControlField.RspUd, address, ci, [.. start[..length], .. part]);
    }

    /// <summary>An RSP_UD with the fixed data structure.</summary>
    /// <param name="address">The meter's primary address.</param>
    /// <param name="data">16 bytes: identification, access number, status, medium and units, two counters.</param>
    public static byte[] Fixed(byte address, ReadOnlySpan<byte> data) =>
        data.Length == FixedData.Length
            ? LinkFrame.Long(ControlField.RspUd, address, FixedStructure, data)
            : throw new ArgumentException($"The fixed data structure has {FixedData.Length} bytes, not {data.Length}.", nameof(data));

    /// <summary>An RSP_UD that refuses.</summary>
    public static byte[] Refusal(byte address, ApplicationErrorCode code) =>
        LinkFrame.Long(ControlField.RspUd, address, ApplicationErrorCi, [(byte)code]);

    /// <summary>Appends DIF 0Fh, or 1Fh when more telegrams follow, and the maker's data.</summary>
    public static void EndWith(IBufferWriter<byte> records, bool moreFollow, ReadOnlySpan<byte> manufacturerData)
    {
        records.Write([moreFollow ? (byte)0x1F : (byte)0x0F]);
        records.Write(manufacturerData);
    }
}
