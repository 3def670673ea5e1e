using System.Collections.Frozen;
using MBus.Application;

namespace Metering.Decoded;

/// <summary>
/// The words in which the CMe3100 describes records, where they are not ours. Those marked with a G nobody has seen yet; all of
/// them stand here so that they can be changed.
/// </summary>
internal static class ElvacoWords
{
    private static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["battery-change-date"] = "datetime-of-battery-change",
        ["error-flags"] = "error-flags-dev-spec",
        ["averaging-duration"] = "avg-duration", // G
        ["actuality-duration"] = "act-duration", // G
        ["negative-accumulation"] = "acc-of-abs-value-only-if-neg-contr",
        ["positive-accumulation"] = "acc-only-if-pos-contr", // G
        ["duration-of-first-upper-limit-exceed"] = "duration-of-first-upper-limit-exceeded", // G
        ["duration-of-last-upper-limit-exceed"] = "duration-of-last-upper-limit-exceeded",
        ["duration-of-first-lower-limit-exceed"] = "duration-of-first-lower-limit-exceeded", // G
        ["duration-of-last-lower-limit-exceed"] = "duration-of-last-lower-limit-exceeded", // G
        ["value-during-upper-limit-exceed"] = "value-during-upper-limit-exceeded",
        ["value-during-lower-limit-exceed"] = "value-during-lower-limit-exceeded", // G
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> OurDescriptions =
        Descriptions.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s"] = "second(s)",
        ["min"] = "minute(s)",
        ["h"] = "hour(s)",
        ["d"] = "day(s)",
        ["month"] = "month(s)",
        ["year"] = "year(s)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A description in our words as the CMe3100 writes it.</summary>
    public static string FromOurs(string description) => Translate(description, Descriptions);

    /// <summary>A description as the CMe3100 writes it in our words; our words stay.</summary>
    public static string ToOurs(string description) => Translate(description, OurDescriptions);

    /// <summary>The unit of a record; empty for none.</summary>
    public static string Unit(in Vib vib) => vib.Quantity == "hca" ? "units-for-hca" /* G */ : Units.GetValueOrDefault(vib.Unit, vib.Unit);

    /// <summary>The function.</summary>
    public static string Kind(DataFunction function) => function switch
    {
        DataFunction.Maximum => "max-value",
        DataFunction.Minimum => "min-value",
        DataFunction.ErrorState => "err-value",
        _ => "inst-value",
    };

    private static string Translate(string description, FrozenDictionary<string, string> words) =>
        string.Join(' ', description.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => words.GetValueOrDefault(word, word)));
}
