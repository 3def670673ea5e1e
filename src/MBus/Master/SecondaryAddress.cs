using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using MBus.Application;

namespace MBus.Master;

/// <summary>
/// What a meter is selected by (EN 13757-3, 11.3): the first eight bytes of its header, as on the wire:
/// <code>
/// identification  4   BCD, least significant first; each nibble F is a wildcard
/// manufacturer    2   FF FF is a wildcard
/// version         1   FF is a wildcard
/// medium          1   FF is a wildcard
/// 01 10 49 14 | 96 15 | 01 | 06      written 1449100196150106
/// </code>
/// Written as 16 hexadecimal digits: the identification as printed on the meter, then the rest as sent.
/// Identifications with digits A-E exist; a digit F cannot be asked for.
/// </summary>
public readonly record struct SecondaryAddress
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 8;

    /// <summary>Digits of the identification.</summary>
    public const int Digits = 8;

    private const byte AnyVersion = byte.MaxValue;
    private static readonly ManufacturerCode AnyManufacturer = new(ushort.MaxValue);
    private static readonly Medium AnyMedium = new(byte.MaxValue);

    /// <summary>Every meter.</summary>
    public static readonly SecondaryAddress Any = new(uint.MaxValue, AnyManufacturer, AnyVersion, AnyMedium);

    /// <summary>An address of its fields.</summary>
    /// <param name="identification">The identification, read as hexadecimal digits: 0x14491001.</param>
    /// <param name="manufacturer">The manufacturer; 1596h is sent 96 15.</param>
    /// <param name="version">The version.</param>
    /// <param name="medium">The medium.</param>
    public SecondaryAddress(uint identification, ManufacturerCode manufacturer, byte version, Medium medium) =>
        (Identification, Manufacturer, Version, Medium) = (identification, manufacturer, version, medium);

    /// <summary>The identification, read as hexadecimal digits.</summary>
    public uint Identification { get; init; }

    /// <summary>The manufacturer.</summary>
    public ManufacturerCode Manufacturer { get; init; }

    /// <summary>The version, or generation, of the meter's type.</summary>
    public byte Version { get; init; }

    /// <summary>The medium, or device type.</summary>
    public Medium Medium { get; init; }

    /// <summary>The identification as written on the meter: eight digits.</summary>
    public string IdentificationText => $"{Identification:X8}";

    /// <summary>Whether it names one meter: no wildcard in it.</summary>
    public bool IsComplete => Mask(Identification) == uint.MaxValue
        && Manufacturer != AnyManufacturer && Version != AnyVersion && Medium != AnyMedium;

    /// <summary>The address at the start of a header or of a selection.</summary>
    /// <param name="header">At least eight bytes, as on the wire.</param>
    public static SecondaryAddress FromHeader(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(header),
        new ManufacturerCode(BinaryPrimitives.ReadUInt16LittleEndian(header[4..])),
        header[6],
        new Medium(header[7]));

    /// <summary>Reads the text form, 16 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static SecondaryAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is not a secondary address: 16 hexadecimal digits, such as 1449100196150106.");

    /// <summary>Reads the text form, 16 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out SecondaryAddress address)
    {
        Span<byte> bytes = stackalloc byte[Length];
        address = default;
        if (text?.Length != 2 * Length || Convert.FromHexString(text, bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        bytes[..4].Reverse();
        address = FromHeader(bytes);
        return true;
    }

    /// <summary>Whether a meter with this address answers when <c>this</c> is selected.</summary>
    public bool Matches(SecondaryAddress meter) =>
        MatchesDigits(Identification, meter.Identification)
        && (Manufacturer == AnyManufacturer || Manufacturer == meter.Manufacturer)
        && (Version == AnyVersion || Version == meter.Version)
        && (Medium == AnyMedium || Medium == meter.Medium);

    /// <summary>Whether eight digits are those that are wanted, where a digit F is any.</summary>
    internal static bool MatchesDigits(uint wanted, uint digits) => ((wanted ^ digits) & Mask(wanted)) == 0;

    /// <summary>The eight bytes as on the wire.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Identification);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), Manufacturer.Value);
        bytes[6] = Version;
        bytes[7] = Medium.Code;
        return bytes;
    }

    /// <summary>The text form, 16 hexadecimal digits.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Identification:X8}{BinaryPrimitives.ReverseEndianness(Manufacturer.Value):X4}{Version:X2}{Medium.Code:X2}");

    /// <summary>The bits of the digits that are no wildcards.</summary>
    private static uint Mask(uint digits)
    {
        var mask = uint.MaxValue;
        for (var nibble = 0xFu; nibble != 0; nibble <<= 4)
        {
            mask &= (digits & nibble) == nibble ? ~nibble : uint.MaxValue;
        }

        return mask;
    }
}
