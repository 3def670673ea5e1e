using System.Globalization;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary>Reads which events a request wants; collects all that is wrong.</summary>
internal static class EventQuery
{
    /// <summary>What stands for the gateway in the place of a meter's number.</summary>
    public const string Gateway = "gateway";

    /// <summary>Events of a page at most.</summary>
    public const int MostOfPage = 1000;

    /// <summary>Events of a page when nothing is said.</summary>
    private const int UsualOfPage = 100;

    /// <summary><c>?meter=5&amp;log=standard&amp;from=2026-11-01&amp;to=2026-11-02T12:00Z&amp;code=100&amp;before=4711&amp;most=100</c>: filter and length of a page.</summary>
    /// <exception cref="ApiException">Something is wrong.</exception>
    public static (EventFilter Filter, int Most) Read(IQueryCollection query, IMeterStore meters, IEventStore events)
    {
        var fields = new QueryFields(query);
        var (from, to) = fields.Period();
        var filter = new EventFilter
        {
            Meter = Meter(fields, meters, events),
            Log = Log(fields),
            From = from,
            To = to,
            Code = (EventCode?)fields.Number("code", 1, ushort.MaxValue),
            Before = fields.Number("before", 0, long.MaxValue),
            After = fields.Number("after", 0, long.MaxValue),
        };
        var most = (int)(fields.Number("most", 1, MostOfPage) ?? UsualOfPage);
        fields.Refuse();
        return (filter, most);
    }

    /// <summary><c>?meter=gateway&amp;log=fraud</c>: one log.</summary>
    /// <exception cref="ApiException">Something is wrong or not said.</exception>
    public static EventLogName ReadLog(IQueryCollection query, IMeterStore meters, IEventStore events)
    {
        var fields = new QueryFields(query);
        var meter = Meter(fields, meters, events) ?? fields.Missing<MeterId?>("meter", $"give the number of a meter, or {Gateway}.");
        var log = Log(fields) ?? fields.Missing<EventLogKind?>("log", "give standard or fraud.");
        fields.Refuse();
        return new EventLogName(meter!.Value, log!.Value);
    }

    private static MeterId? Meter(QueryFields fields, IMeterStore meters, IEventStore events) => fields.Text("meter") switch
    {
        null => null,
        Gateway => MeterId.Gateway,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && IsKnown(new MeterId(number), meters, events) => new MeterId(number),
        var text => fields.Wrong<MeterId?>("meter", $"there is no meter with the number {text}; give one, or {Gateway}."),
    };

    /// <summary>A removed meter is known by its log.</summary>
    private static bool IsKnown(MeterId meter, IMeterStore meters, IEventStore events) =>
        meters.Find(meter) is not null || Enum.GetValues<EventLogKind>().Any(kind => events.Last(new EventLogName(meter, kind)) is not null);

    private static EventLogKind? Log(QueryFields fields) => fields.Text("log") switch
    {
        null => null,
        "standard" => EventLogKind.Standard,
        "fraud" => EventLogKind.Fraud,
        _ => fields.Wrong<EventLogKind?>("log", "give standard or fraud."),
    };
}
