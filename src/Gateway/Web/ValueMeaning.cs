using System.Globalization;
using Gateway.Api;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>What the value of an object is, in words.</summary>
internal static class ValueMeaning
{
    /// <summary>Of an object: what its record says, or its key in the mapping.</summary>
    public static string Of(ValueResource value, IStringLocalizer<Texts> texts) =>
        value.From is { } record ? Of(record, texts)
        : value.Key is not { } key ? texts["not in the last telegram"]
        : key.ToLowerInvariant() switch
        {
            "mbus.frame.raw" => texts["the telegram as it was read"],
            "mbus.telegram.decoded.value" => texts["the decoded telegram, values"],
            "mbus.telegram.decoded.header" => texts["the decoded telegram, names"],
            _ when key.StartsWith("mbus.header.", StringComparison.OrdinalIgnoreCase) => texts["header: {0}", key["mbus.header.".Length..]],
            _ => key,
        };

    /// <summary>Of a record: quantity, and which of several.</summary>
    public static string Of(RecordResource record, IStringLocalizer<Texts> texts)
    {
        var words = new List<string> { record.Description };
        Add(record.Function == "max", texts["maximum"]);
        Add(record.Function == "min", texts["minimum"]);
        Add(record.Function == "error", texts["while in error"]);
        Add(record.Storage != 0, texts["storage {0}", record.Storage.ToString(CultureInfo.InvariantCulture)]);
        Add(record.Tariff != 0, texts["tariff {0}", record.Tariff.ToString(CultureInfo.InvariantCulture)]);
        Add(record.Subunit != 0, texts["subunit {0}", record.Subunit.ToString(CultureInfo.InvariantCulture)]);
        return string.Join(", ", words);

        void Add(bool isThere, string text)
        {
            if (isThere)
            {
                words.Add(text);
            }
        }
    }
}
