using Cosem;

namespace Dlms.Ber;

/// <summary>Reads BER (ISO/IEC 8825-1) as far as ACSE needs it: tags of one octet, definite lengths in short or long form, never beyond the end.</summary>
/// <param name="octets">The octets to read.</param>
public ref struct BerReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads an element: its tag and its contents.</summary>
    public ReadOnlySpan<byte> ReadElement(out byte tag)
    {
        tag = Take(1)[0];
        if ((tag & 0x1F) == 0x1F)
        {
            throw ApduException.Malformed("A tag has more than one octet.");
        }

        return Take(ReadLength());
    }

    /// <summary>Reads an element that has to be this one.</summary>
    public ReadOnlySpan<byte> ReadElement(byte expected)
    {
        var contents = ReadElement(out var tag);
        return tag == expected ? contents : throw ApduException.Malformed($"Element {tag:X2} where {expected:X2} must be.");
    }

    /// <summary>Reads the one element that an explicit tag holds, which has to be this one.</summary>
    public static ReadOnlySpan<byte> ReadOnly(ReadOnlySpan<byte> contents, byte expected)
    {
        var reader = new BerReader(contents);
        var inner = reader.ReadElement(expected);
        reader.End();
        return inner;
    }

    /// <summary>The contents of a bit string.</summary>
    public static CosemData.BitString ReadBitString(ReadOnlySpan<byte> contents)
    {
        if (contents.IsEmpty || contents[0] > 7 || (contents.Length == 1 && contents[0] > 0))
        {
            throw ApduException.Malformed("A bit string has no valid number of unused bits.");
        }

        return new(contents[1..].ToArray(), ((contents.Length - 1) * 8) - contents[0]);
    }

    /// <summary>The contents of an integer or enumerated of one octet.</summary>
    public static byte ReadByte(ReadOnlySpan<byte> contents) =>
        contents.Length == 1 ? contents[0] : throw ApduException.Malformed($"A number has {contents.Length} octets where one is expected.");

    /// <summary>Nothing may follow.</summary>
    public readonly void End()
    {
        if (!IsAtEnd)
        {
            throw ApduException.Malformed($"{_rest.Length} octets follow the end.");
        }
    }

    private int ReadLength()
    {
        var first = Take(1)[0];
        if (first < 0x80)
        {
            return first;
        }

        // 0x80 is the indefinite form. Nothing in an APDU of 65,535 octets needs more than two.
        if (first is not (0x81 or 0x82))
        {
            throw ApduException.Malformed($"{first:X2} begins no length.");
        }

        var length = 0;
        foreach (var octet in Take(first & 0x7F))
        {
            length = (length * 256) + octet;
        }

        return length;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw ApduException.Malformed($"The length {length} is beyond the end.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
