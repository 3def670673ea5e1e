using System.Buffers;
using System.Buffers.Binary;
using Cosem;

namespace Dlms.Ber;

/// <summary>Writes BER (ISO/IEC 8825-1) as far as ACSE needs it: tags of one octet, lengths in as few octets as they need.</summary>
/// <param name="output">Where the octets go.</param>
public readonly ref struct BerWriter(IBufferWriter<byte> output)
{
    /// <summary>An element: tag, length, contents.</summary>
    public void WriteElement(byte tag, ReadOnlySpan<byte> contents)
    {
        WriteHeader(tag, contents.Length);
        output.Write(contents);
    }

    /// <summary>An element that holds one other, as an explicit tag does.</summary>
    public void WriteElement(byte tag, byte innerTag, ReadOnlySpan<byte> contents)
    {
        WriteHeader(tag, HeaderLength(contents.Length) + contents.Length);
        WriteElement(innerTag, contents);
    }

    /// <summary>A bit string: the number of bits not used in the last octet, then the octets.</summary>
    public void WriteBitString(byte tag, CosemData.BitString bits)
    {
        WriteHeader(tag, 1 + bits.Bits.Length);
        output.Write([(byte)((bits.Bits.Length * 8) - bits.Length)]);
        output.Write(bits.Bits.Span);
    }

    private static int HeaderLength(int length) => length switch
    {
        < 0x80 => 2,
        <= byte.MaxValue => 3,
        _ => 4,
    };

    private void WriteHeader(byte tag, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue);
        var size = HeaderLength(length);
        var span = output.GetSpan(size);
        span[0] = tag;
        switch (size)
        {
            case 2:
                span[1] = (byte)length;
                break;
            case 3:
                span[1] = 0x81;
                span[2] = (byte)length;
                break;
            default:
                span[1] = 0x82;
                BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)length);
                break;
        }

        output.Advance(size);
    }
}
