namespace MBus.Application;

/// <summary>
/// How long the data of a record are and what they hold, from the data field, the length byte of variable data and the kind
/// that the VIF gives (EN 13757-3, tables 8 and 19).
/// <code>
/// LVAR  00-BF text   C0-C9 BCD of 2 (LVAR - C0) digits   D0-D9 the same, negative
///       E0-EF integer of LVAR - E0 bytes   F0-F4 binary of 4 (LVAR - EC) bytes   F5 48 bytes   F6 64 bytes
/// </code>
/// </summary>
internal static class DataCoding
{
    /// <summary>The first length byte that no longer means text.</summary>
    public const int FirstBcdLvar = 0xC0;

    private const int FirstNegativeBcdLvar = 0xD0;
    private const int FirstIntegerLvar = 0xE0;
    private const int FirstBinaryLvar = 0xF0;

    private static readonly byte[] Lengths = [0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, 0, 6, 0];

    /// <summary>The bytes of data that a field other than variable length has.</summary>
    public static int Length(DataField field) => Lengths[(int)field];

    /// <summary>The bytes of data after a length byte; false for a reserved one.</summary>
    public static bool TryLength(byte lvar, out int length)
    {
        length = lvar switch
        {
            < FirstBcdLvar => lvar,
            <= 0xC9 => lvar - FirstBcdLvar,
            >= FirstNegativeBcdLvar and <= 0xD9 => lvar - FirstNegativeBcdLvar,
            >= FirstIntegerLvar and < FirstBinaryLvar => lvar - FirstIntegerLvar,
            >= FirstBinaryLvar and <= 0xF4 => 4 * (lvar - 0xEC),
            0xF5 => 48,
            0xF6 => 64,
            _ => -1,
        };
        return length >= 0;
    }

    /// <summary>The length byte for a value; text and integers know it from their length, bytes only in the sizes there are.</summary>
    public static byte Lvar(in DataValue value) => value.Type switch
    {
        DataType.Text => (byte)value.Raw.Length,
        DataType.Bcd when value.Number < 0 && value.Raw.Span[^1] < 0xF0 => (byte)(FirstNegativeBcdLvar + value.Raw.Length),
        DataType.Bcd => (byte)(FirstBcdLvar + value.Raw.Length),
        DataType.Bytes when value.Raw.Length is 16 or 20 or 24 or 28 or 32 => (byte)((value.Raw.Length / 4) + 0xEC),
        DataType.Bytes when value.Raw.Length == 48 => 0xF5,
        DataType.Bytes when value.Raw.Length == 64 => 0xF6,
        DataType.Bytes => (byte)value.Raw.Length,
        _ => (byte)(FirstIntegerLvar + value.Raw.Length),
    };

    /// <summary>Reads the data of a field with a fixed length.</summary>
    public static DataValue Read(DataField field, VifKind kind, ReadOnlyMemory<byte> raw) => field switch
    {
        DataField.None => DataValue.Nothing(DataType.None),
        DataField.Selection => DataValue.Nothing(DataType.Selection),
        DataField.Real => DataValue.OfReal(raw),
        >= DataField.Bcd2 => DataValue.OfBcd(raw),
        _ => ReadInteger(kind, raw),
    };

    /// <summary>Reads variable data after their length byte.</summary>
    public static DataValue ReadVariable(byte lvar, VifKind kind, ReadOnlyMemory<byte> raw) => lvar switch
    {
        < FirstBcdLvar => kind == VifKind.Bytes ? DataValue.OfBytes(raw) : DataValue.OfText(raw),
        < FirstNegativeBcdLvar => DataValue.OfBcd(raw),
        < FirstIntegerLvar => DataValue.OfBcd(raw, negative: true),
        < FirstBinaryLvar => DataValue.OfInteger(IntegerType(kind), raw),
        _ => DataValue.OfBytes(raw),
    };

    private static DataValue ReadInteger(VifKind kind, ReadOnlyMemory<byte> raw) => kind switch
    {
        VifKind.Date when raw.Length is 2 or 3 or 4 or 6 => DataValue.OfTime(raw),
        VifKind.Identification or VifKind.Address when raw.Length == 8 => DataValue.OfIdentification(raw),
        VifKind.Bytes => DataValue.OfBytes(raw),
        _ => DataValue.OfInteger(IntegerType(kind), raw),
    };

    private static DataType IntegerType(VifKind kind) => kind switch
    {
        VifKind.Bits => DataType.Bits,
        VifKind.Unsigned or VifKind.Identifier or VifKind.Address => DataType.Unsigned,
        _ => DataType.Integer,
    };
}
