using System.Buffers.Binary;
using System.Globalization;

namespace MBus.Master;

/// <summary>
/// What one selection asks for (EN 13757-3, 11.3 and 11.5): a secondary address, and where that does not tell meters apart their
/// fabrication number, in a record after it. Any nibble F of it is a wildcard.
/// <code>
/// 78 56 34 12 FF FF FF FF | 0C 78 f1 f2 f3 f4     written 12345678FFFFFFFF/00654321
/// </code>
/// </summary>
/// <param name="Address">The secondary address.</param>
/// <param name="FabricationNumber">The fabrication number, read as eight hexadecimal digits; null: none is asked for.</param>
public readonly record struct MeterSelection(SecondaryAddress Address, uint? FabricationNumber = null)
{
    /// <summary>Every fabrication number: who answers understands the extension.</summary>
    public const uint AnyFabricationNumber = uint.MaxValue;

    private const char Separator = '/';
    private const int ExtensionLength = 6;
    private const byte EightDigits = 0x0C;
    private const byte FabricationNumberVif = 0x78;

    /// <summary>A secondary address alone.</summary>
    public static implicit operator MeterSelection(SecondaryAddress address) => new(address);

    /// <summary>Reads the text form: 16 hexadecimal digits, and perhaps a stroke and eight more.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static MeterSelection Parse(string text) => TryParse(text, out var selection)
        ? selection
        : throw new FormatException($"'{text}' is no selection: 16 hexadecimal digits, and perhaps a stroke and an eight-digit fabrication number.");

    /// <summary>Reads the text form: 16 hexadecimal digits, and perhaps a stroke and eight more.</summary>
    public static bool TryParse(string? text, out MeterSelection selection)
    {
        var stroke = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        uint number = 0;
        var isWhole = SecondaryAddress.TryParse(stroke < 0 ? text : text![..stroke], out var address)
            && (stroke < 0 || TryParseFabricationNumber(text![(stroke + 1)..], out number));
        selection = isWhole ? new MeterSelection(address, stroke < 0 ? null : number) : default;
        return isWhole;
    }

    /// <summary>Reads a fabrication number of eight digits; F is a wildcard.</summary>
    public static bool TryParseFabricationNumber(string? text, out uint number)
    {
        number = 0;
        return text?.Length == SecondaryAddress.Digits && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Reads what follows CI 52h; false when it is no address, or another record extends it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out MeterSelection selection)
    {
        selection = data.Length < SecondaryAddress.Length ? default : new MeterSelection(SecondaryAddress.FromHeader(data));
        switch (data.Length - SecondaryAddress.Length)
        {
            case 0:
                return true;
            case ExtensionLength when data[SecondaryAddress.Length..] is [EightDigits, FabricationNumberVif, .. var number]:
                selection = selection with { FabricationNumber = BinaryPrimitives.ReadUInt32LittleEndian(number) };
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a meter with this address and number answers when <c>this</c> is selected; a number that is not known may be any.</summary>
    public bool Matches(MeterSelection meter) => Address.Matches(meter.Address) && MatchesNumber(meter.FabricationNumber);

    /// <summary>The bytes after CI 52h.</summary>
    public byte[] ToBytes()
    {
        if (FabricationNumber is not { } number)
        {
            return Address.ToBytes();
        }

        byte[] bytes = [.. Address.ToBytes(), EightDigits, FabricationNumberVif, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SecondaryAddress.Length + 2), number);
        return bytes;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => FabricationNumber is { } number ? $"{Address}{Separator}{number:X8}" : Address.ToString();

    private bool MatchesNumber(uint? number) =>
        FabricationNumber is not { } wanted || number is not { } has || SecondaryAddress.MatchesDigits(wanted, has);
}
