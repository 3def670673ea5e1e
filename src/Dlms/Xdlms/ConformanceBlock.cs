using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// The conformance block as the initiate APDUs carry it, a BER bit string among A-XDR.
/// <code>
/// 5F 1F tag [APPLICATION 31], 5F alone by older peers
/// 04    length
/// 00    unused bits
/// 00 12 10
/// </code>
/// </summary>
internal static class ConformanceBlock
{
    private const uint AllBits = 0xFFFFFF;

    public static Conformance Read(ref AxdrReader reader)
    {
        reader.Expect(0x5F);
        var next = reader.ReadUnsigned();
        if (next == 0x1F)
        {
            next = reader.ReadUnsigned();
        }

        if (next != 4)
        {
            throw ApduException.Malformed("A conformance block has 24 bits.");
        }

        // The octet of unused bits stands where the fourth octet of the number is.
        var bits = reader.ReadDoubleLongUnsigned();
        return bits <= AllBits ? (Conformance)bits : throw ApduException.Malformed("A conformance block has no unused bits.");
    }

    public static void Write(AxdrWriter writer, Conformance conformance)
    {
        writer.WriteUnsigned(0x5F);
        writer.WriteUnsigned(0x1F);
        writer.WriteUnsigned(4);
        writer.WriteDoubleLongUnsigned((uint)conformance);
    }
}
