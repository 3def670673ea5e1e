using System.Globalization;
using Gateway.Api;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>What the value of an object is, in words.</summary>
internal static class ValueMeaning
{
    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mbus.frame.raw"] = "the telegram as it was read",
        ["mbus.telegram.decoded.value"] = "the decoded telegram, values",
        ["mbus.telegram.decoded.header"] = "the decoded telegram, names",
    };

    private static readonly Dictionary<string, string> Functions = new(StringComparer.Ordinal) { ["max"] = "maximum", ["min"] = "minimum", ["error"] = "while in error" };

    /// <summary>Of an object: what its record says, or its key in the mapping.</summary>
    public static string Of(ValueResource value, IStringLocalizer<Texts> texts) =>
        value.From is { } record ? Of(record, texts)
        : value.Key is not { } key ? texts["not in the last telegram"]
        : Others.TryGetValue(key, out var words) ? texts[words]
        : key.StartsWith("mbus.header.", StringComparison.OrdinalIgnoreCase) ? texts["header: {0}", key["mbus.header.".Length..]]
        : key;

    /// <summary>Of a record: quantity, and which of several.</summary>
    public static string Of(RecordResource record, IStringLocalizer<Texts> texts)
    {
        var words = new List<string> { record.Description };
        Add(Functions.ContainsKey(record.Function), texts[Functions.GetValueOrDefault(record.Function, "")]);
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
