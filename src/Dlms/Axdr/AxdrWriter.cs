using System.Buffers;
using System.Buffers.Binary;
using Cosem;

namespace Dlms.Axdr;

/// <summary>Writes A-XDR (IEC 61334-6 as profiled by IEC 62056-5-3).</summary>
/// <param name="output">Where the octets go.</param>
public readonly ref struct AxdrWriter(IBufferWriter<byte> output)
{
    /// <summary>unsigned, 8 bits.</summary>
    public void WriteUnsigned(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>integer, 8 bits signed.</summary>
    public void WriteInteger(sbyte value) => WriteUnsigned((byte)value);

    /// <summary>long, 16 bits signed.</summary>
    public void WriteLong(short value) => WriteLongUnsigned((ushort)value);

    /// <summary>long-unsigned, 16 bits.</summary>
    public void WriteLongUnsigned(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    /// <summary>double-long, 32 bits signed.</summary>
    public void WriteDoubleLong(int value) => WriteDoubleLongUnsigned((uint)value);

    /// <summary>double-long-unsigned, 32 bits.</summary>
    public void WriteDoubleLongUnsigned(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    /// <summary>long64, signed.</summary>
    public void WriteLong64(long value) => WriteLong64Unsigned((ulong)value);

    /// <summary>long64-unsigned.</summary>
    public void WriteLong64Unsigned(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    /// <summary>boolean: 0 or 1; also the flag before an OPTIONAL or DEFAULT component.</summary>
    public void WriteBoolean(bool value) => WriteUnsigned(value ? (byte)1 : (byte)0);

    /// <summary>A length in as few octets as it needs.</summary>
    public void WriteLength(int length)
    {
        switch (length)
        {
            case < 0x80:
                WriteUnsigned((byte)length);
                break;
            case <= byte.MaxValue:
                WriteUnsigned(0x81);
                WriteUnsigned((byte)length);
                break;
            case <= ushort.MaxValue:
                WriteUnsigned(0x82);
                WriteLongUnsigned((ushort)length);
                break;
            default:
                WriteUnsigned(0x84);
                WriteDoubleLongUnsigned((uint)length);
                break;
        }
    }

    /// <summary>octet-string with its length.</summary>
    public void WriteOctetString(ReadOnlySpan<byte> octets)
    {
        WriteLength(octets.Length);
        output.Write(octets);
    }

    /// <summary>octet-string of fixed size.</summary>
    public void WriteFixedOctetString(ReadOnlySpan<byte> octets) => output.Write(octets);

    /// <summary>Cosem-Object-Instance-Id.</summary>
    public void WriteLogicalName(LogicalName name)
    {
        name.CopyTo(output.GetSpan(LogicalName.Length));
        output.Advance(LogicalName.Length);
    }

    /// <summary>Data.</summary>
    public void WriteData(CosemData data) => AxdrData.Write(this, data);
}
