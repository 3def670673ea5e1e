using Cosem;

namespace Dlms.Axdr;

/// <summary>The CHOICE Data (IEC 62056-5-3) in A-XDR: the tag, and what it says follows.</summary>
internal static class AxdrData
{
    /// <summary>How deep arrays and structures may be nested. The deepest there is in COSEM is 6; each level is a call.</summary>
    public const int MaxDepth = 16;

    public static CosemData Read(ref AxdrReader reader) => Read(ref reader, MaxDepth);

    public static void Write(AxdrWriter writer, CosemData data)
    {
        writer.WriteUnsigned((byte)data.Type);
        switch (data)
        {
            case CosemData.Null: break;
            case CosemData.Elements elements: WriteElements(writer, elements); break;
            case CosemData.Boolean value: writer.WriteBoolean(value.Value); break;
            case CosemData.BitString value: WriteBitString(writer, value); break;
            case CosemData.DoubleLong value: writer.WriteDoubleLong(value.Value); break;
            case CosemData.DoubleLongUnsigned value: writer.WriteDoubleLongUnsigned(value.Value); break;
            case CosemData.OctetString value: writer.WriteOctetString(value.Value.Span); break;
            case CosemData.VisibleString value: writer.WriteOctetString(value.Value.Span); break;
            case CosemData.Utf8String value: writer.WriteOctetString(value.Value.Span); break;
            case CosemData.Bcd value: writer.WriteUnsigned(value.Value); break;
            case CosemData.Integer value: writer.WriteInteger(value.Value); break;
            case CosemData.Long value: writer.WriteLong(value.Value); break;
            case CosemData.Unsigned value: writer.WriteUnsigned(value.Value); break;
            case CosemData.LongUnsigned value: writer.WriteLongUnsigned(value.Value); break;
            case CosemData.Long64 value: writer.WriteLong64(value.Value); break;
            case CosemData.Long64Unsigned value: writer.WriteLong64Unsigned(value.Value); break;
            case CosemData.Enum value: writer.WriteUnsigned(value.Value); break;
            case CosemData.Float32 value: writer.WriteDoubleLongUnsigned(value.Bits); break;
            case CosemData.Float64 value: writer.WriteLong64Unsigned(value.Bits); break;
            case CosemData.DateTime value: writer.WriteFixedOctetString(value.Value.Span); break;
            case CosemData.Date value: writer.WriteFixedOctetString(value.Value.Span); break;
            case CosemData.Time value: writer.WriteFixedOctetString(value.Value.Span); break;
            default: throw new ArgumentException($"{data.Type} has no A-XDR form here.", nameof(data));
        }
    }

    private static CosemData Read(ref AxdrReader reader, int depth)
    {
        var type = (DataType)reader.ReadUnsigned();
        return type switch
        {
            DataType.NullData => CosemData.Null.Instance,
            DataType.Array => new CosemData.Array(ReadElements(ref reader, depth)),
            DataType.Structure => new CosemData.Structure(ReadElements(ref reader, depth)),
            DataType.Boolean => new CosemData.Boolean(reader.ReadBoolean()),
            DataType.BitString => ReadBitString(ref reader),
            DataType.DoubleLong => new CosemData.DoubleLong(reader.ReadDoubleLong()),
            DataType.DoubleLongUnsigned => new CosemData.DoubleLongUnsigned(reader.ReadDoubleLongUnsigned()),
            DataType.OctetString => new CosemData.OctetString(reader.ReadOctetString().ToArray()),
            DataType.VisibleString => new CosemData.VisibleString(reader.ReadOctetString().ToArray()),
            DataType.Utf8String => new CosemData.Utf8String(reader.ReadOctetString().ToArray()),
            DataType.Bcd => new CosemData.Bcd(reader.ReadUnsigned()),
            DataType.Integer => new CosemData.Integer(reader.ReadInteger()),
            DataType.Long => new CosemData.Long(reader.ReadLong()),
            DataType.Unsigned => new CosemData.Unsigned(reader.ReadUnsigned()),
            DataType.LongUnsigned => new CosemData.LongUnsigned(reader.ReadLongUnsigned()),
            DataType.Long64 => new CosemData.Long64(reader.ReadLong64()),
            DataType.Long64Unsigned => new CosemData.Long64Unsigned(reader.ReadLong64Unsigned()),
            DataType.Enum => new CosemData.Enum(reader.ReadUnsigned()),
            DataType.Float32 => new CosemData.Float32(reader.ReadDoubleLongUnsigned()),
            DataType.Float64 => new CosemData.Float64(reader.ReadLong64Unsigned()),
            DataType.DateTime => new CosemData.DateTime(reader.ReadOctetString(CosemData.DateTime.Length).ToArray()),
            DataType.Date => new CosemData.Date(reader.ReadOctetString(CosemData.Date.Length).ToArray()),
            DataType.Time => new CosemData.Time(reader.ReadOctetString(CosemData.Time.Length).ToArray()),
            _ => throw ApduException.Malformed($"Data of type {(byte)type} is not known."),
        };
    }

    private static CosemData[] ReadElements(ref AxdrReader reader, int depth)
    {
        if (depth == 0)
        {
            throw ApduException.Malformed($"Data is nested deeper than {MaxDepth} levels.");
        }

        var elements = new CosemData[reader.ReadCount(minimum: 1)];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = Read(ref reader, depth - 1);
        }

        return elements;
    }

    private static CosemData.BitString ReadBitString(ref AxdrReader reader)
    {
        var bits = reader.ReadLength();
        var octets = reader.ReadOctetString((int)(((long)bits + 7) / 8));
        return new(octets.ToArray(), bits);
    }

    private static void WriteElements(AxdrWriter writer, CosemData.Elements elements)
    {
        writer.WriteLength(elements.Items.Count);
        foreach (var item in elements.Items)
        {
            Write(writer, item);
        }
    }

    private static void WriteBitString(AxdrWriter writer, CosemData.BitString value)
    {
        writer.WriteLength(value.Length);
        writer.WriteFixedOctetString(value.Bits.Span);
    }
}
