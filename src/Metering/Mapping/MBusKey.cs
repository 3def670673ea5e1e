using System.Globalization;
using MBus.Application;
using Metering.Decoded;

namespace Metering.Mapping;

/// <summary>
/// What an entry takes from a telegram.
/// <code>
/// mbus.dib.0c13.unmodifiedvalue                 the record with exactly these bytes of DIF, DIFEs, VIF and VIFEs
/// mbus.dib.volume.0.1.0.0.unmodifiedvalue       by description, storage, tariff, subunit and function
/// mbus.frame.raw                                the frame
/// mbus.telegram.decoded.value, ...header        the pair of lines for systems without a mapping
/// mbus.header.status                            a field of the header
/// </code>
/// </summary>
public abstract record MBusKey
{
    private const string DibPrefix = "mbus.dib.";
    private const string HeaderPrefix = "mbus.header.";
    private static readonly string[] Suffixes = [".unmodifiedvalue", ".value"];

    private MBusKey()
    {
    }

    /// <summary>A record by the bytes that name it.</summary>
    /// <param name="Bytes">DIF, DIFEs, VIF and VIFEs as lower case hexadecimal digits.</param>
    public sealed record ByBytes(string Bytes) : MBusKey;

    /// <summary>A record by what it is.</summary>
    /// <param name="Description">The quantity and its modifiers in the decoder's words.</param>
    /// <param name="Storage">The storage number.</param>
    /// <param name="Tariff">The tariff.</param>
    /// <param name="Subunit">The subunit.</param>
    /// <param name="Function">Instantaneous, maximum, minimum or error state.</param>
    public sealed record ByName(string Description, ulong Storage, uint Tariff, ushort Subunit, DataFunction Function) : MBusKey
    {
        /// <summary>The order of the four numbers, as a mapping file tells that its author knows it.</summary>
        public const string Order = "storage, tariff, subunit, function";

        /// <summary>Whether the order of the four numbers matters; it is ours, since the manual shows only zeros.</summary>
        public bool AssumesOrder => Storage != 0 || Tariff != 0 || Subunit != 0;
    }

    /// <summary>The frame as read from the meter.</summary>
    public sealed record RawFrame : MBusKey;

    /// <summary>The decoded values on one line.</summary>
    public sealed record DecodedValue : MBusKey;

    /// <summary>The header line of the decoded values.</summary>
    public sealed record DecodedHeader : MBusKey;

    /// <summary>A field of the header.</summary>
    /// <param name="Field">Which one.</param>
    public sealed record HeaderField(MBusHeaderField Field) : MBusKey;

    /// <summary>The key as a mapping file has it.</summary>
    public string Text => this switch
    {
        RawFrame => "mbus.frame.raw",
        DecodedValue => "mbus.telegram.decoded.value",
        DecodedHeader => "mbus.telegram.decoded.header",
        HeaderField header => $"{HeaderPrefix}{header.Field.ToString().ToLowerInvariant()}",
        ByBytes record => $"{DibPrefix}{record.Bytes}{Suffixes[0]}",
        ByName record => string.Create(CultureInfo.InvariantCulture, $"{DibPrefix}{record.Description}.{record.Storage}.{record.Tariff}.{record.Subunit}.{(int)record.Function}{Suffixes[0]}"),
        _ => throw new InvalidOperationException("There is no such key."),
    };

    /// <summary>Reads a key as written in a mapping file; blanks around it and case are ignored.</summary>
    public static MBusKey? TryParse(string text)
    {
        var key = text.Trim().ToLowerInvariant();
        return key switch
        {
            "mbus.frame.raw" => new RawFrame(),
            "mbus.telegram.decoded.value" => new DecodedValue(),
            "mbus.telegram.decoded.header" => new DecodedHeader(),
            _ when key.StartsWith(HeaderPrefix, StringComparison.Ordinal) => TryParseHeader(key[HeaderPrefix.Length..]),
            _ when key.StartsWith(DibPrefix, StringComparison.Ordinal) => TryParseDib(key[DibPrefix.Length..]),
            _ => null,
        };
    }

    private static HeaderField? TryParseHeader(string name) =>
        name.All(char.IsAsciiLetter) && Enum.TryParse<MBusHeaderField>(name, ignoreCase: true, out var field) ? new HeaderField(field) : null;

    private static MBusKey? TryParseDib(string rest)
    {
        if (Suffixes.FirstOrDefault(suffix => rest.EndsWith(suffix, StringComparison.Ordinal)) is not { } suffix)
        {
            return null;
        }

        var record = rest[..^suffix.Length];
        return IsRecordBytes(record) ? new ByBytes(record) : TryParseName(record.Split('.'));
    }

    private static bool IsRecordBytes(string text) =>
        text.Length >= 4 && text.Length <= 2 * DataRecord.MaximumKeyLength && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);

    /// <summary>A description, which may hold dots and blanks, and four numbers.</summary>
    private static ByName? TryParseName(string[] parts) =>
        parts.Length >= 5
        && TryNumber(parts[^4], out var storage)
        && TryNumber(parts[^3], out var tariff) && tariff <= uint.MaxValue
        && TryNumber(parts[^2], out var subunit) && subunit <= ushort.MaxValue
        && TryNumber(parts[^1], out var function) && function <= (ulong)DataFunction.ErrorState
        && string.Join('.', parts[..^4]).Trim() is { Length: > 0 } description
            ? new ByName(ElvacoWords.ToOurs(description), storage, (uint)tariff, (ushort)subunit, (DataFunction)function)
            : null;

    private static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
