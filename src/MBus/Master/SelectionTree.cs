using MBus.Application;

namespace MBus.Master;

/// <summary>
/// The selections of a search by secondary address: from one that several meters answer to those that tell them apart. First the
/// digits of the identification. Meters that share it are told apart by manufacturer, fabrication number, medium and version;
/// a byte cannot be varied by nibbles, so what this bus has is tried first, then what the standard and the makers have.
/// </summary>
/// <param name="options">What is searched, and how thoroughly.</param>
internal sealed class SelectionTree(SecondarySearchOptions options)
{
    private const byte LastMediumOfTheStandard = 0x38;
    private const uint Digit = 0xF;
    private static readonly SecondaryAddress Any = SecondaryAddress.Any;

    /// <summary>The makers of wired meters that are met most.</summary>
    private static readonly string[] Makers =
    [
        "ABB", "ACW", "AMT", "APA", "BEC", "BER", "BMT", "DME", "DWZ", "EDC", "EFE", "EGM", "ELS", "ELV", "EMH", "EMU", "ESY", "FIN", "GAV", "GMC",
        "GWF", "HYD", "IME", "INV", "ISK", "ITR", "ITW", "KAM", "LGB", "LSE", "LUG", "MAD", "MET", "NZR", "PAD", "PIG", "QDS", "REL", "SAP", "SBC",
        "SCH", "SEC", "SEN", "SLB", "SON", "SVM", "TCH", "TEC", "WEH", "WEP", "ZEN", "ZRI", "ZRM",
    ];

    /// <summary>Ten digits, or fifteen: a digit F cannot be asked for.</summary>
    public int Branches => options.HexadecimalDigits ? 15 : 10;

    /// <summary>Whether digits are left.</summary>
    public static bool HasNext(MeterSelection selection) => Wildcard(selection.FabricationNumber ?? selection.Address.Identification) >= 0;

    /// <summary>The next digit varied.</summary>
    public IEnumerable<MeterSelection> Next(MeterSelection selection)
    {
        var number = selection.FabricationNumber ?? selection.Address.Identification;
        var shift = Wildcard(number);
        return shift < 0 ? [] : Enumerable.Range(0, Branches).Select(digit => (number & ~(Digit << shift)) | ((uint)digit << shift)).Select(varied =>
            selection.FabricationNumber is null
                ? new MeterSelection(selection.Address with { Identification = varied })
                : selection with { FabricationNumber = varied });
    }

    /// <summary>The selection whose next digit gave this one.</summary>
    public static MeterSelection Parent(MeterSelection selection)
    {
        var first = Wildcard(selection.Address.Identification);
        var shift = first < 0 ? 0 : first + 4;
        return selection with { Address = selection.Address with { Identification = selection.Address.Identification | (Digit << shift) } };
    }

    /// <summary>How many digits are known that were not given: 0 for what is searched; one more for all that tells meters of one identification apart.</summary>
    public static int Depth(MeterSelection selection) =>
        selection.FabricationNumber is null ? SecondaryAddress.Digits - ((Wildcard(selection.Address.Identification) + 4) / 4) : SecondaryAddress.Digits + 1;

    /// <summary>Whether it asks for more than the digits of the identification.</summary>
    public bool IsVariation(MeterSelection selection) =>
        selection.FabricationNumber is not null
        || selection.Address with { Identification = options.Within.Identification } != options.Within;

    /// <summary>Whether nothing on this bus says that a variation is worth trying.</summary>
    public bool IsGuess(MeterSelection variation, IReadOnlyCollection<MeterSelection> known) =>
        variation.FabricationNumber is { } number
            ? number == MeterSelection.AnyFabricationNumber
            : variation.Address.Medium != options.Within.Medium || variation.Address.Version != options.Within.Version
                || !known.Any(meter => meter.Address.Manufacturer == variation.Address.Manufacturer);

    /// <summary>What tells meters of one identification apart, in the order of what it costs.</summary>
    /// <param name="doubled">The selection that several answer.</param>
    /// <param name="known">The meters of this bus.</param>
    public IEnumerable<MeterSelection> Variations(MeterSelection doubled, IReadOnlyCollection<SecondaryAddress> known)
    {
        var (address, within) = (doubled.Address, options.Within);
        if (doubled.FabricationNumber is not null || address.Version != within.Version)
        {
            return [];
        }

        var isFirst = address.Medium == within.Medium;
        var makers = isFirst && address.Manufacturer == Any.Manufacturer;
        List<MeterSelection> variations = [];
        AddIf(makers, KnownMakers(known).Select(maker => address with { Manufacturer = maker }));
        if (isFirst)
        {
            variations.Add(doubled with { FabricationNumber = MeterSelection.AnyFabricationNumber });
        }

        AddIf(isFirst && within.Medium == Any.Medium, Media(known).Select(medium => address with { Medium = medium }));
        AddIf(within.Version == Any.Version, Versions(known).Select(version => address with { Version = version }));
        AddIf(makers, Makers.Select(ManufacturerCode.Parse).Except(KnownMakers(known)).Select(maker => address with { Manufacturer = maker }));
        return variations;

        void AddIf(bool isOpen, IEnumerable<SecondaryAddress> addresses) =>
            variations.AddRange(isOpen ? addresses.Select(varied => new MeterSelection(varied)) : []);
    }

    private static IEnumerable<ManufacturerCode> KnownMakers(IReadOnlyCollection<SecondaryAddress> known) =>
        known.Select(meter => meter.Manufacturer).Where(maker => maker != Any.Manufacturer).Distinct();

    private static IEnumerable<Medium> Media(IReadOnlyCollection<SecondaryAddress> known) =>
        known.Select(meter => meter.Medium).Where(medium => medium != Any.Medium)
            .Concat(Enumerable.Range(0, LastMediumOfTheStandard + 1).Select(code => new Medium((byte)code))).Distinct();

    /// <summary>Those of this bus; all of them is dear, and done in a thorough search alone.</summary>
    private IEnumerable<byte> Versions(IReadOnlyCollection<SecondaryAddress> known) =>
        known.Select(meter => meter.Version).Where(version => version != Any.Version)
            .Concat(options.Thorough ? Enumerable.Range(0, Any.Version).Select(version => (byte)version) : []).Distinct();

    /// <summary>Where the first digit F from the left stands, in bits from the right; negative: nowhere.</summary>
    private static int Wildcard(uint number)
    {
        var shift = 4 * (SecondaryAddress.Digits - 1);
        while (shift >= 0 && ((number >> shift) & Digit) != Digit)
        {
            shift -= 4;
        }

        return shift;
    }
}
