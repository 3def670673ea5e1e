namespace Simulation.Values;

/// <summary>Hours counted from the start of 2000, and days within the leap cycle of 1461 days that began then.</summary>
internal static class Calendar
{
    /// <summary>The days of four years, one of them a leap year.</summary>
    public const int CycleDays = 1461;

    /// <summary>The hours of a day.</summary>
    public const int DayHours = 24;

    /// <summary>The seconds of an hour.</summary>
    public const int HourSeconds = 3600;

    /// <summary>The first hour; nothing was measured before.</summary>
    public static readonly DateTime Start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The number of the hour that holds an instant, and the whole seconds since it began.</summary>
    public static (long Hour, int Second) Split(DateTime instant)
    {
        var seconds = (Clamp(instant) - Start).Ticks / TimeSpan.TicksPerSecond;
        return (seconds / HourSeconds, (int)(seconds % HourSeconds));
    }

    /// <summary>When an hour begins.</summary>
    public static DateTime Begin(long hour) => Start.AddTicks(hour * TimeSpan.TicksPerHour);

    /// <summary>The instant, or the start when it is earlier.</summary>
    public static DateTime Clamp(DateTime instant) => instant < Start ? Start : instant;
}
