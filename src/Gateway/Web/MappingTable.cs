using System.Globalization;
using Cosem;
using Gateway.Api;
using MBus.Application;
using Metering.Mapping;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>The entries of a mapping, as a person reads them.</summary>
internal sealed class MappingTable(IStringLocalizer<Texts> t)
{
    /// <summary>The entries in the order of the file.</summary>
    public IReadOnlyList<MappingLine> Of(MeterMapping mapping) =>
    [
        .. from entry in mapping.Entries
           let records = entry.Keys.Select(WordsOf).Distinct(StringComparer.Ordinal).ToList()
           let isRegister = entry.Class is ClassId.Register or ClassId.ExtendedRegister
           select new MappingLine(
               entry.LogicalName.ToString(),
               entry.Description.Length > 0 ? entry.Description : records is [var first, ..] ? first : "—",
               records,
               ValueResource.ClassName(entry.Class),
               isRegister ? entry.Scaler : null,
               isRegister && entry.Unit is { } unit ? CommandLine.UnitSymbol.Of(unit) : null,
               entry.IsPushed),
    ];

    /// <summary>What a key selects.</summary>
    public string WordsOf(MBusKey key) => key switch
    {
        MBusKey.ByBytes record => t["the record {0}", record.Bytes.ToUpperInvariant()],
        MBusKey.ByName record => string.Join(", ", PartsOf(record)),
        MBusKey.RawFrame => t["the frame as it was read"],
        MBusKey.DecodedValue => t["all values on one line"],
        MBusKey.DecodedHeader => t["what the values on one line are"],
        MBusKey.HeaderField header => t["{0} in the header", header.Field.ToString().ToLowerInvariant()],
        _ => key.Text,
    };

    private IEnumerable<string> PartsOf(MBusKey.ByName record)
    {
        yield return record.Description;
        if (record.Function is not DataFunction.Instantaneous)
        {
            yield return record.Function switch { DataFunction.Maximum => t["maximum"], DataFunction.Minimum => t["minimum"], _ => t["value in error"] };
        }

        (string Name, ulong Number)[] numbers = [(t["storage"], record.Storage), (t["tariff"], record.Tariff), (t["subunit"], record.Subunit)];
        foreach (var (name, number) in numbers.Where(one => one.Number != 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
        }
    }
}
