using System.Globalization;
using Gateway.Configuration;
using Metering.Profiles;

namespace Gateway.Web;

/// <summary>Moments as the page shows them: in the zone of the gateway, whose name stands at the foot of each page.</summary>
/// <param name="time">The gateway's clock.</param>
/// <param name="zone">Its zone.</param>
internal sealed class ZoneTime(TimeProvider time, TimeZoneInfo zone)
{
    /// <summary>The time by the gateway's clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Its zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>To the second.</summary>
    public string Full(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>To the minute.</summary>
    public string Minute(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day alone.</summary>
    public string Day(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>In a few characters: <c>14:05</c> on the same day, <c>11-21 14:05</c> in the same year, <c>2025-11-21</c> before.</summary>
    public string Short(DateTimeOffset at)
    {
        var (local, now) = (Local(at), Local(Now));
        return local.ToString(local.Date == now.Date ? "HH:mm" : local.Year == now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>For programs: UTC.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The last mark of an interval that is not after now.</summary>
    /// <param name="interval">How often meters are read.</param>
    public DateTimeOffset LastMark(ReadoutInterval interval) => ValueInterval.TryParse(interval.Text, out var marks)
        ? marks.MarkOf(Now, zone)
        : Now - new TimeSpan(Local(Now).Ticks % interval.Period.Ticks); // some minutes, which divide the hour on both sides of a change of time

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);
}
