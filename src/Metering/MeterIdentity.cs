using System.Buffers.Binary;
using System.Globalization;

namespace Metering;

/// <summary>
/// What a meter says it is: its secondary address (EN 13757-3, 5), the first eight bytes of a long header.
/// <code>
/// 96432200 2D2C 1B 04   identification (BCD, low byte first), manufacturer (low byte first), version, medium
/// 00224396 2D2C 1B 04   the same written as 16 digits: the identification as on the meter, the rest as sent
/// </code>
/// </summary>
public readonly record struct MeterIdentity(uint Identification, ushort Manufacturer, byte Version, byte Medium)
{
    /// <summary>The length in a header, in bytes.</summary>
    public const int Length = 8;

    /// <summary>The length as text, in hexadecimal digits.</summary>
    public const int Digits = 16;

    /// <summary>The identification as written on the meter: eight digits.</summary>
    public string IdentificationText => $"{Identification:X8}";

    /// <summary>Reads the first eight bytes of a long header.</summary>
    public static MeterIdentity Read(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(header),
        BinaryPrimitives.ReadUInt16LittleEndian(header[4..]),
        header[6],
        header[7]);

    /// <summary>Reads 16 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out MeterIdentity identity)
    {
        identity = default;
        if (text?.Length != Digits || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digits))
        {
            return false;
        }

        identity = new MeterIdentity(
            (uint)(digits >> 32),
            BinaryPrimitives.ReverseEndianness((ushort)(digits >> 16)),
            (byte)(digits >> 8),
            (byte)digits);
        return true;
    }

    /// <summary>Reads 16 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static MeterIdentity Parse(string text) => TryParse(text, out var identity)
        ? identity
        : throw new FormatException($"'{text}' is not a secondary address of {Digits} hexadecimal digits.");

    /// <summary>Writes the eight bytes of a header.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Identification);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Manufacturer);
        destination[6] = Version;
        destination[7] = Medium;
    }

    /// <summary>The 16 digits.</summary>
    public override string ToString() =>
        $"{Identification:X8}{BinaryPrimitives.ReverseEndianness(Manufacturer):X4}{Version:X2}{Medium:X2}";
}
