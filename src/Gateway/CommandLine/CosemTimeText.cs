using System.Globalization;
using Cosem;

namespace Gateway.CommandLine;

/// <summary>COSEM date-times for people: ISO 8601 with the offset to UTC, and words for what is no moment, such as the last Sunday of March.</summary>
internal static class CosemTimeText
{
    private const int DateLength = 5;
    private const byte SecondLast = 0xFD; // of the days of a month
    private const byte Last = 0xFE;
    private const byte DaylightSavingEnd = 0xFD; // of months
    private const byte DaylightSavingBegin = 0xFE;

    /// <summary><c>2026-03-29T14:05:00+02:00</c>, without an offset where there is none; a field that is not specified is an asterisk.</summary>
    public static string Of(CosemDateTime time)
    {
        if (time with { Deviation = CosemDateTime.DeviationNotSpecified, Status = CosemDateTime.StatusNotSpecified } == CosemDateTime.NotSpecified)
        {
            return "not specified";
        }

        var isRule = time.Day is SecondLast or Last || time.Month is DaylightSavingBegin or DaylightSavingEnd;
        var isDay = !isRule && time is not ({ Year: CosemDateTime.YearNotSpecified } or { Month: CosemDateTime.FieldNotSpecified } or { Day: CosemDateTime.FieldNotSpecified });
        return $"{(isRule ? $"{Rule(time)}," : Date(time))}{(isDay ? 'T' : ' ')}{Clock(time)}{Zone(time.Deviation)}";
    }

    /// <summary>A date of 5 octets as <c>2026-03-29</c>; false when it is none: the day of the week, where it is specified, has to be that of the date.</summary>
    public static bool TryDate(ReadOnlySpan<byte> octets, out string text)
    {
        text = "";
        if (octets.Length != DateLength || !CosemDateTime.TryParse([.. octets, 0, 0, 0, 0, 0x80, 0, 0], out var time) || time.ToMoment(TimeZoneInfo.Utc) is not { } day)
        {
            return false;
        }

        var isItsWeekday = time.DayOfWeek == CosemDateTime.FieldNotSpecified || time.DayOfWeek % 7 == (int)day.DayOfWeek;
        text = Date(time);
        return isItsWeekday && time.Year is > 1900 and < 2200;
    }

    private static string Date(CosemDateTime time) => $"{Field(time.Year, CosemDateTime.YearNotSpecified)}-{Field(time.Month)}-{Field(time.Day)}";

    private static string Clock(CosemDateTime time)
    {
        var hundredths = time.Hundredths is 0 or CosemDateTime.FieldNotSpecified ? "" : $".{Field(time.Hundredths)}";
        return $"{Field(time.Hour)}:{Field(time.Minute)}:{Field(time.Second)}{hundredths}";
    }

    private static string Zone(short deviation) => deviation == CosemDateTime.DeviationNotSpecified
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{(deviation > 0 ? '-' : '+')}{Math.Abs(deviation) / 60:D2}:{Math.Abs(deviation) % 60:D2}");

    /// <summary><c>last Sunday of March</c>, <c>second last day of every month</c>, <c>day 1 of the month in which daylight saving ends</c>.</summary>
    private static string Rule(CosemDateTime time)
    {
        var weekday = time.DayOfWeek == CosemDateTime.FieldNotSpecified ? "day" : CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(time.DayOfWeek % 7));
        var day = time.Day switch
        {
            Last => $"last {weekday}",
            SecondLast => $"second last {weekday}",
            CosemDateTime.FieldNotSpecified => $"every {weekday}",
            var number => $"day {number}",
        };
        var month = time.Month switch
        {
            DaylightSavingBegin => "the month in which daylight saving begins",
            DaylightSavingEnd => "the month in which daylight saving ends",
            CosemDateTime.FieldNotSpecified => "every month",
            var number => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(number),
        };
        return $"{day} of {month}{(time.Year == CosemDateTime.YearNotSpecified ? "" : $" {time.Year}")}";
    }

    private static string Field(int value, int notSpecified = CosemDateTime.FieldNotSpecified) =>
        value == notSpecified ? "*" : value.ToString("D2", CultureInfo.InvariantCulture);
}
