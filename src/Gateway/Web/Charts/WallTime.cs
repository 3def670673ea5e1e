using System.Globalization;

namespace Gateway.Web.Charts;

/// <summary>Times that a person gives by the wall clock of the gateway's zone.</summary>
internal static class WallTime
{
    /// <summary>No reading and no event is from before.</summary>
    public static readonly DateTimeOffset Earliest = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>No reading and no event is from after.</summary>
    public static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>
    /// The moment at which a wall clock shows a time. A time that comes twice is its first pass, or its second where <paramref name="isEnd"/>; one that
    /// does not come is as if the clock had not changed.
    /// </summary>
    /// <param name="wall">The time.</param>
    /// <param name="zone">The zone of the clock.</param>
    /// <param name="isEnd">Whether it ends a range.</param>
    public static DateTimeOffset Moment(DateTime wall, TimeZoneInfo zone, bool isEnd = false)
    {
        if (wall < Earliest.DateTime || wall > Latest.DateTime)
        {
            return wall < Earliest.DateTime ? Earliest : Latest;
        }

        var offset = !zone.IsAmbiguousTime(wall) ? zone.GetUtcOffset(wall) : isEnd ? zone.GetAmbiguousTimeOffsets(wall).Min() : zone.GetAmbiguousTimeOffsets(wall).Max();
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    /// <summary>Reads what a field of a form has, <c>2026-11-01T12:00</c>; null when it is no time.</summary>
    public static DateTimeOffset? TryParse(string? text, TimeZoneInfo zone, bool isEnd = false) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) ? Moment(wall, zone, isEnd) : null;

    /// <summary>As a field of a form has it, to the minute.</summary>
    public static string Field(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
