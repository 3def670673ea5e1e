using System.Globalization;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary>Reads which events a request wants; collects all that is wrong.</summary>
internal sealed class EventQuery
{
    /// <summary>What stands for the gateway in the place of a meter's number.</summary>
    public const string Gateway = "gateway";

    /// <summary>Events of a page at most.</summary>
    public const int MostOfPage = 1000;

    /// <summary>Events of a page when nothing is said.</summary>
    private const int UsualOfPage = 100;

    private readonly IQueryCollection _query;
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private EventQuery(IQueryCollection query) => _query = query;

    /// <summary><c>?meter=5&amp;log=standard&amp;from=2026-11-01&amp;to=2026-11-02T12:00Z&amp;code=100&amp;before=4711&amp;most=100</c>: filter and length of a page.</summary>
    /// <exception cref="ApiException">Something is wrong.</exception>
    public static (EventFilter Filter, int Most) Read(IQueryCollection query, IMeterStore meters, IEventStore events)
    {
        var fields = new EventQuery(query);
        var filter = new EventFilter
        {
            Meter = fields.Meter(meters, events),
            Log = fields.Log(),
            From = fields.Moment("from"),
            To = fields.Moment("to"),
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
        var fields = new EventQuery(query);
        var (meter, log) = (fields.Meter(meters, events) ?? fields.Missing<MeterId?>("meter", $"give the number of a meter, or {Gateway}."), fields.Log() ?? fields.Missing<EventLogKind?>("log", "give standard or fraud."));
        fields.Refuse();
        return new EventLogName(meter!.Value, log!.Value);
    }

    private MeterId? Meter(IMeterStore meters, IEventStore events) => Text("meter") switch
    {
        null => null,
        Gateway => MeterId.Gateway,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && IsKnown(new MeterId(number), meters, events) => new MeterId(number),
        var text => Wrong<MeterId?>("meter", $"there is no meter with the number {text}; give one, or {Gateway}."),
    };

    /// <summary>A removed meter is known by its log.</summary>
    private static bool IsKnown(MeterId meter, IMeterStore meters, IEventStore events) =>
        meters.Find(meter) is not null || Enum.GetValues<EventLogKind>().Any(kind => events.Last(new EventLogName(meter, kind)) is not null);

    private EventLogKind? Log() => Text("log") switch
    {
        null => null,
        "standard" => EventLogKind.Standard,
        "fraud" => EventLogKind.Fraud,
        _ => Wrong<EventLogKind?>("log", "give standard or fraud."),
    };

    private DateTimeOffset? Moment(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : Wrong<DateTimeOffset?>(name, "give a date or a time such as 2026-11-01T12:00:00Z; without an offset it is UTC.");

    private long? Number(string name, long least, long most) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : Wrong<long?>(name, $"give a whole number from {least} to {most}.");

    private string? Text(string name)
    {
        _asked.Add(name);
        return _query.TryGetValue(name, out var values) ? values.Count == 1 ? values[0] : Wrong<string?>(name, "is given twice.") : null;
    }

    private T? Missing<T>(string name, string message) => _errors.ContainsKey(name) ? default : Wrong<T>(name, message);

    private T? Wrong<T>(string name, string message)
    {
        _errors[name] = [message];
        return default;
    }

    private void Refuse()
    {
        foreach (var other in _query.Keys.Where(key => !_asked.Contains(key)))
        {
            Wrong<string>(other, $"there is no such parameter; there are {string.Join(", ", _asked)}.");
        }

        if (_errors.Count > 0)
        {
            throw ApiException.Invalid(_errors);
        }
    }
}
