using System.Globalization;
using Gateway.Api;
using Gateway.Web.Charts;
using Metering;
using Metering.Events;

namespace Gateway.Web;

/// <summary>What a person looks for in the event logs; times are those of the gateway's zone.</summary>
/// <param name="Filter">The same for the store.</param>
/// <param name="Fields">The fields that were filled in, as they were.</param>
/// <param name="Wrong">The names of those that cannot be.</param>
internal sealed record EventSearch(EventFilter Filter, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<string> Wrong)
{
    /// <summary>Reads a search; an empty field looks for anything.</summary>
    public static EventSearch Of(string? meter, string? log, string? code, string? from, string? to, long? before, TimeZoneInfo zone)
    {
        var (fields, wrong) = (new List<KeyValuePair<string, string>>(), new List<string>());
        var filter = new EventFilter
        {
            Meter = Read("meter", meter, MeterOf),
            Log = Read("log", log, text => text switch { "standard" => EventLogKind.Standard, "fraud" => EventLogKind.Fraud, _ => (EventLogKind?)null }),
            Code = Read("code", code, text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (EventCode?)number : null),
            From = Read("from", from, text => WallTime.TryParse(text, zone)),
            To = Read("to", to, text => WallTime.TryParse(text, zone, isEnd: true)),
            Before = before,
        };
        return new(filter, fields, wrong);

        T? Read<T>(string name, string? text, Func<string, T?> parse)
            where T : struct
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            fields.Add(KeyValuePair.Create(name, text));
            if (parse(text) is { } value)
            {
                return value;
            }

            wrong.Add(name);
            return null;
        }
    }

    /// <summary>A field as it was filled in; empty where it was not.</summary>
    public string this[string name] => Fields.FirstOrDefault(field => field.Key == name).Value ?? "";

    private static MeterId? MeterOf(string text) =>
        text == EventQuery.Gateway ? MeterId.Gateway
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? new MeterId(number)
        : null;
}
