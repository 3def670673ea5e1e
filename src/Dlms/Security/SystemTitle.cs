using System.Buffers.Binary;
using System.Globalization;

namespace Dlms.Security;

/// <summary>
/// system title (IEC 62056-5-3): 8 octets that name one DLMS entity in the world; the first three are the maker's FLAG id.
/// It is the first part of every initialisation vector.
/// </summary>
/// <param name="Value">The octets as a number, the first one highest.</param>
public readonly record struct SystemTitle(ulong Value)
{
    /// <summary>The number of octets.</summary>
    public const int Length = 8;

    /// <summary>Takes exactly 8 octets.</summary>
    /// <returns>False when there are fewer or more.</returns>
    public static bool TryParse(ReadOnlySpan<byte> octets, out SystemTitle title)
    {
        title = octets.Length == Length ? new SystemTitle(BinaryPrimitives.ReadUInt64BigEndian(octets)) : default;
        return octets.Length == Length;
    }

    /// <summary>Writes the 8 octets.</summary>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, Value);

    /// <summary>The 8 octets.</summary>
    public byte[] ToOctets()
    {
        var octets = new byte[Length];
        CopyTo(octets);
        return octets;
    }

    /// <summary>The octets as 16 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("X16", CultureInfo.InvariantCulture);
}
