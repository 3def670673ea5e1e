using System.Buffers;
using MBus.Link;
using MBus.Master;
using MBus.Security;

namespace MBus.Application;

/// <summary>Writes telegrams as a meter sends them, the mirror of <see cref="Telegram"/>.</summary>
public static class TelegramWriter
{
    private const byte VariableLong = 0x72;
    private const byte VariableShort = 0x7A;
    private const byte VariableNone = 0x78;
    private const byte FixedStructure = 0x73;
    private const byte VariableTurned = 0x76;
    private const byte ApplicationErrorCi = 0x70;

    /// <summary>An RSP_UD with the variable data structure, in the clear or in security mode 5.</summary>
    /// <param name="address">The meter's primary address.</param>
    /// <param name="header">Long, short or none; its configuration says whether and how much is encrypted.</param>
    /// <param name="records">The records, fillers and the maker's data.</param>
    /// <param name="key">The meter's AES-128 key when the configuration says mode 5.</param>
    public static byte[] Variable(byte address, in TelegramHeader header, ReadOnlySpan<byte> records, ReadOnlySpan<byte> key = default) =>
        LinkFrame.Long(ControlField.RspUd, address, ControlInformation(header.Kind), Message(header, key.IsEmpty ? records : Mode5.Encrypt(header, records, key)));

    /// <summary>An RSP_UD with an authentication layer and the variable data structure in security mode 7.</summary>
    /// <param name="address">The meter's primary address.</param>
    /// <param name="header">With the configuration field extension; its configuration says how much is encrypted.</param>
    /// <param name="records">The records, fillers and the maker's data.</param>
    /// <param name="key">The meter's AES-128 key.</param>
    /// <param name="messageCounter">Never the same twice.</param>
    /// <param name="meter">Whose telegram it is; the header says it when it is long.</param>
    public static byte[] Authenticated(
        byte address, in TelegramHeader header, ReadOnlySpan<byte> records, ReadOnlySpan<byte> key, uint messageCounter, SecondaryAddress meter)
    {
        var identified = header with { Identification = meter.Identification };
        byte[] message = [ControlInformation(header.Kind), .. Message(header, Mode7.Encrypt(identified, messageCounter, records, key))];
        return LinkFrame.Long(
            ControlField.RspUd, address, AuthenticationLayer.ControlInformation, AuthenticationLayer.Protect(message, meter.Identification, messageCounter, key));
    }

    /// <summary>An RSP_UD with the variable data structure, most significant byte first (mode 2).</summary>
    /// <param name="address">The meter's primary address.</param>
    /// <param name="header">Long.</param>
    /// <param name="records">The records in the ordinary order.</param>
    public static byte[] VariableMostSignificantFirst(byte address, in TelegramHeader header, ReadOnlyMemory<byte> records)
    {
        Span<byte> start = stackalloc byte[TelegramHeader.LongLength];
        (header with { ConfigurationExtension = null }).Write(start);
        return LinkFrame.Long(
            ControlField.RspUd, address, VariableTurned, [.. MostSignificantFirst.TurnHeader(start), .. MostSignificantFirst.TurnRecords(records)]);
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

    private static byte ControlInformation(TelegramHeaderKind header) => header switch
    {
        TelegramHeaderKind.Long => VariableLong,
        TelegramHeaderKind.Short => VariableShort,
        _ => VariableNone,
    };

    /// <summary>Header and data.</summary>
    private static byte[] Message(in TelegramHeader header, ReadOnlySpan<byte> part)
    {
        Span<byte> start = stackalloc byte[TelegramHeader.MaximumLength];
        return [.. start[..header.Write(start)], .. part];
    }
}
