namespace Gateway.Web.Charts;

/// <summary>The time that a chart shows.</summary>
/// <param name="Name">One of <see cref="Names"/>, or <see cref="Free"/>.</param>
/// <param name="From">Its beginning, included.</param>
/// <param name="To">Its end, included; later than its beginning.</param>
internal sealed record ChartRange(string Name, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>A time of one's own.</summary>
    public const string Free = "free";

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    /// <summary>Times up to now, by the wall clock: the last day, week, month and year, and all that is kept.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day", "week", "month", "year", "all"];

    /// <summary>Whether what was asked for could not be: an end before its beginning, or what is no time.</summary>
    public bool IsWrong { get; private init; }

    /// <summary>The range that was asked for; what cannot be is the last week.</summary>
    /// <param name="name">A name; null: a time of one's own where one is given, else the week, or all where no more is kept.</param>
    /// <param name="from">The beginning by the wall clock; empty: the first reading.</param>
    /// <param name="to">The end by the wall clock; empty: now.</param>
    /// <param name="now">The gateway's time.</param>
    /// <param name="first">The first row that is kept; null: none is.</param>
    /// <param name="zone">The zone of the wall clock.</param>
    public static ChartRange Of(string? name, string? from, string? to, DateTimeOffset now, DateTimeOffset? first, TimeZoneInfo zone)
    {
        var (hasFrom, hasTo) = (!string.IsNullOrWhiteSpace(from), !string.IsNullOrWhiteSpace(to));
        if (name is null or Free && (hasFrom || hasTo))
        {
            var (begin, end) = (hasFrom ? WallTime.TryParse(from, zone) : first ?? now - Least, hasTo ? WallTime.TryParse(to, zone, isEnd: true) : now);
            return begin is { } a && end is { } b && b - a >= Least ? new ChartRange(Free, a, b) : Named("week", now, first, zone) with { IsWrong = true };
        }

        if (name is not null && Names.Contains(name, StringComparer.Ordinal))
        {
            return Named(name, now, first, zone);
        }

        // the first days of a meter fill the picture
        var week = Named("week", now, first, zone);
        return first > week.From ? Named("all", now, first, zone) : week;
    }

    /// <summary>The range just before, or just after, of the same length.</summary>
    /// <param name="steps">-1 or 1.</param>
    public ChartRange Moved(int steps) => new(Free, From + (steps * (To - From)), To + (steps * (To - From)));

    private static ChartRange Named(string name, DateTimeOffset now, DateTimeOffset? first, TimeZoneInfo zone)
    {
        var wall = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var from = name switch
        {
            "day" => WallTime.Moment(wall.AddDays(-1), zone),
            "week" => WallTime.Moment(wall.AddDays(-7), zone),
            "month" => WallTime.Moment(wall.AddMonths(-1), zone),
            "year" => WallTime.Moment(wall.AddYears(-1), zone),
            _ => first ?? now,
        };
        return new ChartRange(name, now - from >= Least ? from : now - Least, now);
    }
}
