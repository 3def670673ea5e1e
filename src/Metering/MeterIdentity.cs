using System.Buffers.Binary;
using System.Globalization;
using MBus.Application;

namespace Metering;

/// <summary>
/// What a meter says it is: its secondary address (EN 13757-3, 5), the first eight bytes of a long header.
/// <code>
/// 96432200 2D2C 1B 04   identification (BCD, low byte first), manufacturer (low byte first), version, medium
/// 00224396 2D2C 1B 04   the same written as 16 digits: the identification as on the meter, the rest as sent
/// </code>
/// </summary>
/// <param name="Identification">Eight BCD digits, 00224396h for 00224396; a digit may be A-F.</param>
/// <param name="Manufacturer">The maker.</param>
/// <param name="Version">The version of the meter.</param>
/// <param name="Medium">What it measures.</param>
public readonly record struct MeterIdentity(uint Identification, ManufacturerCode Manufacturer, byte Version, Medium Medium)
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
        new ManufacturerCode(BinaryPrimitives.ReadUInt16LittleEndian(header[4..])),
        header[6],
        new Medium(header[7]));

    /// <summary>The identity in a header; null when the header has none. A fixed header names neither maker nor version.</summary>
    public static MeterIdentity? Of(in TelegramHeader header) => header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Fixed
        ? new MeterIdentity(header.Identification, header.Manufacturer, header.Version, header.Medium)
        : null;

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
            new ManufacturerCode(BinaryPrimitives.ReverseEndianness((ushort)(digits >> 16))),
            (byte)(digits >> 8),
            new Medium((byte)digits));
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
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Manufacturer.Value);
        destination[6] = Version;
        destination[7] = Medium.Code;
    }

    /// <summary>The 16 digits.</summary>
    public override string ToString() =>
        $"{Identification:X8}{BinaryPrimitives.ReverseEndianness(Manufacturer.Value):X4}{Version:X2}{Medium.Code:X2}";
}
