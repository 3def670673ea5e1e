using System.Globalization;

namespace MBus.Application;

/// <summary>
/// A date, a time or both as a meter sends them, in its own standard time unless the summer bit is set (EN 13757-3, annex A).
/// <code>
/// G  2 bytes  byte 0: year bits 2-0 | day(5)    byte 1: year bits 6-3 | month(4)
/// J  3 bytes  second, minute, hour
/// F  4 bytes  IV 0 minute(6) | SU hundred-year(2) hour(5) | date as G
/// I  6 bytes  leap SU second(6) | IV 0 minute(6) | day of week(3) hour(5) | date as G | week(6)
/// </code>
/// "Every" is year 127, month 15, day 0, hour 31, minute 63, second 63.
/// </summary>
public readonly record struct MBusTime
{
    private const int EveryYear = 127;
    private const int EveryMonth = 15;
    private const int EveryDay = 0;
    private const int EveryHour = 31;
    private const int EverySixty = 63;

    private MBusTime(DataType type)
    {
        Type = type;
    }

    /// <summary>Date, Time or DateTime.</summary>
    public DataType Type { get; }

    /// <summary>Invalid date, time invalid, summer time, recurring.</summary>
    public ValueFlags Flags { get; private init; }

    /// <summary>The year, four digits; null for every year.</summary>
    public int? Year { get; private init; }

    /// <summary>1-12; null for every month.</summary>
    public int? Month { get; private init; }

    /// <summary>1-31; null for every day.</summary>
    public int? Day { get; private init; }

    /// <summary>0-23; null for every hour.</summary>
    public int? Hour { get; private init; }

    /// <summary>0-59; null for every minute.</summary>
    public int? Minute { get; private init; }

    /// <summary>0-59; null for every second; 0 where the type has no seconds.</summary>
    public int? Second { get; private init; }

    /// <summary>Whether the type carries seconds (I, J).</summary>
    public bool HasSeconds { get; private init; }

    /// <summary>Whether the fields are a day of the calendar and a time of the clock.</summary>
    public bool IsValid => !Flags.HasFlag(ValueFlags.InvalidDate);

    /// <summary>Reads type G, J, F or I by the number of bytes: 2, 3, 4 or 6.</summary>
    public static MBusTime Read(ReadOnlySpan<byte> raw) => raw.Length switch
    {
        2 => Of(DataType.Date, raw, (0, 0, 0), seconds: false, iv: false, su: false, century: 0),
        3 => Of(DataType.Time, default, (raw[2] & 0x1F, raw[1] & 0x3F, raw[0] & 0x3F), seconds: true, iv: false, su: false, century: 0),
        4 => Of(DataType.DateTime, raw[2..], (raw[1] & 0x1F, raw[0] & 0x3F, 0), seconds: false,
            iv: (raw[0] & 0x80) != 0, su: (raw[1] & 0x80) != 0, century: (raw[1] >> 5) & 3),
        6 => Of(DataType.DateTime, raw[3..], (raw[2] & 0x1F, raw[1] & 0x3F, raw[0] & 0x3F), seconds: true,
            iv: (raw[1] & 0x80) != 0, su: (raw[0] & 0x40) != 0, century: 0),
        _ => throw new ArgumentException("A date or time has 2, 3, 4 or 6 bytes.", nameof(raw)),
    };

    /// <summary>Type G.</summary>
    public static byte[] WriteDate(DateOnly date)
    {
        var year = date.Year % 100;
        return [(byte)(((year & 0x07) << 5) | date.Day), (byte)(((year & 0x78) << 1) | date.Month)];
    }

    /// <summary>Type F: to the minute.</summary>
    public static byte[] WriteDateTime(DateTime time, bool summer = false, bool invalid = false) =>
    [
        (byte)((invalid ? 0x80 : 0) | time.Minute),
        (byte)((summer ? 0x80 : 0) | time.Hour),
        .. WriteDate(DateOnly.FromDateTime(time)),
    ];

    /// <summary>ISO 8601 in the meter's own time, <c>*</c> for a field that says "every".</summary>
    public override string ToString()
    {
        var date = $"{Text(Year, "D4")}-{Text(Month)}-{Text(Day)}";
        var time = HasSeconds ? $"{Text(Hour)}:{Text(Minute)}:{Text(Second)}" : $"{Text(Hour)}:{Text(Minute)}";
        return Type switch
        {
            DataType.Date => date,
            DataType.Time => time,
            _ => $"{date}T{time}",
        };
    }

    private static MBusTime Of(
        DataType type, ReadOnlySpan<byte> date, (int Hour, int Minute, int Second) time, bool seconds, bool iv, bool su, int century)
    {
        var every = new Every();
        var day = date.IsEmpty ? 1 : every.Unless(date[0] & 0x1F, EveryDay);
        var month = date.IsEmpty ? 1 : every.Unless(date[1] & 0x0F, EveryMonth);
        var two = date.IsEmpty ? 0 : every.Unless((date[0] >> 5) | ((date[1] & 0xF0) >> 1), EveryYear);
        var year = two is not { } y ? two : century > 0 ? 1900 + (100 * century) + y : y <= 80 ? 2000 + y : 1900 + y;
        var hour = every.Unless(time.Hour, EveryHour);
        var minute = every.Unless(time.Minute, EverySixty);
        var second = every.Unless(time.Second, EverySixty);
        var valid = IsDay(day, month, year, two) && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60 && !Every.All(date);
        var flags = !valid ? ValueFlags.InvalidDate : every.Seen ? ValueFlags.Recurring : ValueFlags.None;
        return new MBusTime(type)
        {
            Flags = flags | (iv ? ValueFlags.TimeInvalid : ValueFlags.None) | (su ? ValueFlags.SummerTime : ValueFlags.None),
            Year = year,
            Month = month,
            Day = day,
            Hour = hour,
            Minute = minute,
            Second = second,
            HasSeconds = seconds,
        };
    }

    private static bool IsDay(int? day, int? month, int? year, int? twoDigits) =>
        month is null or (>= 1 and <= 12)
        && twoDigits is null or (>= 0 and <= 99)
        && (day ?? 1) <= (month is { } m ? DateTime.DaysInMonth(year ?? 2000, m) : 31);

    private static string Text(int? field, string format = "D2") => field?.ToString(format, CultureInfo.InvariantCulture) ?? "*";

    /// <summary>Remembers whether a field said "every".</summary>
    private struct Every
    {
        public bool Seen { get; private set; }

        public int? Unless(int value, int every)
        {
            Seen |= value == every;
            return value == every ? null : value;
        }

        /// <summary>FFFFh and 0000h are how meters say that there is no date.</summary>
        public static bool All(ReadOnlySpan<byte> date) =>
            !date.IsEmpty && ((date[0] == 0xFF && date[1] == 0xFF) || (date[0] == 0 && date[1] == 0));
    }
}
