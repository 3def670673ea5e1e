using System.Globalization;
using Metering;
using Metering.Profiles;

namespace Gateway.Api;

/// <summary>What an export is to hold.</summary>
/// <param name="Meters">The meters, in the order of their numbers.</param>
/// <param name="Profile">The name of the profile, or <see cref="Raw"/>.</param>
/// <param name="Kind">The profile; null: the telegrams as they were read.</param>
/// <param name="From">The first moment; null: from the beginning.</param>
/// <param name="To">The last moment; null: to the end.</param>
/// <param name="IsCsv">CSV; otherwise a JSON object on each line.</param>
internal sealed record ExportQuery(IReadOnlyList<Meter> Meters, string Profile, ProfileKind? Kind, DateTimeOffset? From, DateTimeOffset? To, bool IsCsv)
{
    /// <summary>The telegrams as they were read.</summary>
    public const string Raw = "raw";

    /// <summary>Meters named at most; without the parameter it is all of them.</summary>
    private const int MostMeters = 1000;

    /// <summary><c>?meters=1,2&amp;profile=loadProfile2&amp;from=2026-11-01&amp;to=2026-12-01&amp;format=csv</c>.</summary>
    /// <exception cref="ApiException">Something is wrong.</exception>
    public static ExportQuery Read(IQueryCollection query, IMeterStore meters)
    {
        var fields = new QueryFields(query);
        var wanted = fields.Text("meters");
        var profile = fields.Word("profile", [ProfileReader.Kinds.Keys.ElementAt(1), .. ProfileReader.Kinds.Keys, Raw]);
        var (from, to) = fields.Period();
        var format = fields.Word("format", "csv", "jsonl");
        var chosen = wanted is null or "all" ? [.. meters.Meters.Values] : Named(wanted, meters, fields);
        fields.Refuse();
        return new(chosen, profile, ProfileReader.Kinds.TryGetValue(profile, out var kind) ? kind : null, from, to, format == "csv");
    }

    private static List<Meter> Named(string text, IMeterStore meters, QueryFields fields)
    {
        var found = new SortedDictionary<int, Meter>();
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        if (names.Length > MostMeters)
        {
            fields.Wrong<int>("meters", $"name at most {MostMeters}, or give none for all.");
            return [];
        }

        foreach (var name in names)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && meters.Find(new MeterId(number)) is { } meter)
            {
                found[number] = meter;
            }
            else
            {
                fields.Wrong<int>("meters", $"there is no meter with the number {name}.");
            }
        }

        return [.. found.Values];
    }
}
