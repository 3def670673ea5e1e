using System.Buffers.Binary;
using Cosem;

namespace Dlms.Axdr;

/// <summary>Reads A-XDR (IEC 61334-6 as profiled by IEC 62056-5-3) from a span; never beyond its end.</summary>
/// <param name="octets">The octets to read.</param>
public ref struct AxdrReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>The number of octets not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>unsigned, 8 bits.</summary>
    public byte ReadUnsigned() => Take(1)[0];

    /// <summary>integer, 8 bits signed.</summary>
    public sbyte ReadInteger() => (sbyte)Take(1)[0];

    /// <summary>long, 16 bits signed.</summary>
    public short ReadLong() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    /// <summary>long-unsigned, 16 bits.</summary>
    public ushort ReadLongUnsigned() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>double-long, 32 bits signed.</summary>
    public int ReadDoubleLong() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>double-long-unsigned, 32 bits.</summary>
    public uint ReadDoubleLongUnsigned() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>long64, signed.</summary>
    public long ReadLong64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>long64-unsigned.</summary>
    public ulong ReadLong64Unsigned() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>boolean: 0 is false, anything else true.</summary>
    public bool ReadBoolean() => Take(1)[0] != 0;

    /// <summary>The flag before an OPTIONAL or DEFAULT component: 0 absent, 1 present.</summary>
    public bool ReadPresence() => ReadUnsigned() switch
    {
        0 => false,
        1 => true,
        var other => throw ApduException.Malformed($"{other} says neither absent nor present."),
    };

    /// <summary>The tag of a choice, or any other octet that has to be this one.</summary>
    public void Expect(byte octet)
    {
        if (ReadUnsigned() is var found && found != octet)
        {
            throw ApduException.Malformed($"{found} where {octet} must be.");
        }
    }

    /// <summary>A length: one octet up to 127, else 0x81 to 0x84 and so many octets.</summary>
    public int ReadLength()
    {
        var first = ReadUnsigned();
        var length = first switch
        {
            < 0x80 => first,
            0x81 => ReadUnsigned(),
            0x82 => ReadLongUnsigned(),
            0x83 => ((uint)ReadUnsigned() << 16) | ReadLongUnsigned(),
            0x84 => ReadDoubleLongUnsigned(),
            _ => throw ApduException.Malformed($"{first:X2} begins no length."),
        };
        return length <= int.MaxValue ? (int)length : throw TooLong(length);
    }

    /// <summary>The number of elements of a SEQUENCE OF, of which each takes at least <paramref name="minimum"/> octets; checked before anything is allocated.</summary>
    public int ReadCount(int minimum)
    {
        var count = ReadLength();
        return count <= Remaining / minimum ? count : throw TooLong(count);
    }

    /// <summary>octet-string with its length, as part of what is read.</summary>
    public ReadOnlySpan<byte> ReadOctetString() => Take(ReadLength());

    /// <summary>octet-string of fixed size, as part of what is read.</summary>
    public ReadOnlySpan<byte> ReadOctetString(int length) => Take(length);

    /// <summary>Cosem-Object-Instance-Id.</summary>
    public LogicalName ReadLogicalName() => LogicalName.FromOctets(Take(LogicalName.Length));

    /// <summary>Data.</summary>
    public CosemData ReadData() => AxdrData.Read(ref this);

    /// <summary>Nothing may follow.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw ApduException.Malformed($"{_rest.Length} octets follow the end.");
        }
    }

    private static ApduException TooLong(long length) => ApduException.Malformed($"The length {length} is beyond the end.");

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
        {
            throw TooLong(length);
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
