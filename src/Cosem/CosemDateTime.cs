using System.Buffers.Binary;

namespace Cosem;

/// <summary>
/// A date-time in its octet-string form (IEC 62056-6-2). Times are local; every field can be "not specified".
/// <code>
/// year(2) month(1) day of month(1) day of week(1) hour(1) minute(1) second(1) hundredths(1) deviation(2) clock status(1)
/// 07E8    06       0F              06             14      17        2D        00            FF88         80
/// </code>
/// </summary>
/// <param name="Year">The year, or <see cref="YearNotSpecified"/>.</param>
/// <param name="Month">1 to 12, 0xFD daylight saving end, 0xFE daylight saving begin, 0xFF not specified.</param>
/// <param name="Day">1 to 31, 0xFD second last, 0xFE last day of the month, 0xFF not specified.</param>
/// <param name="DayOfWeek">1 (Monday) to 7 (Sunday), 0xFF not specified.</param>
/// <param name="Hour">0 to 23, 0xFF not specified.</param>
/// <param name="Minute">0 to 59, 0xFF not specified.</param>
/// <param name="Second">0 to 59, 0xFF not specified.</param>
/// <param name="Hundredths">Hundredths of a second, 0 to 99, 0xFF not specified.</param>
/// <param name="Deviation">UTC minus local time in minutes, or <see cref="DeviationNotSpecified"/>: -60 is CET, -120 CEST.</param>
/// <param name="Status">The clock status.</param>
public readonly record struct CosemDateTime(
    ushort Year, byte Month, byte Day, byte DayOfWeek, byte Hour, byte Minute, byte Second, byte Hundredths, short Deviation, ClockStatus Status)
{
    /// <summary>Octets of a date-time.</summary>
    public const int Length = 12;

    /// <summary>The year that is not specified.</summary>
    public const ushort YearNotSpecified = 0xFFFF;

    /// <summary>Any other field that is not specified.</summary>
    public const byte FieldNotSpecified = 0xFF;

    /// <summary>The deviation that is not specified.</summary>
    public const short DeviationNotSpecified = short.MinValue;

    /// <summary>The clock status that is not specified: all bits set.</summary>
    public const ClockStatus StatusNotSpecified = (ClockStatus)0xFF;

    /// <summary>A date-time of which nothing is specified.</summary>
    public static CosemDateTime NotSpecified { get; } =
        new(YearNotSpecified, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, DeviationNotSpecified, StatusNotSpecified);

    /// <summary>A moment as a clock in <paramref name="zone"/> shows it; hundredths are not specified.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">The zone of the clock.</param>
    /// <param name="status">Bits to add to daylight saving, which is set from the zone.</param>
    public static CosemDateTime FromMoment(DateTimeOffset moment, TimeZoneInfo zone, ClockStatus status = ClockStatus.None)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        var daylight = zone.IsDaylightSavingTime(moment) ? ClockStatus.DaylightSavingActive : ClockStatus.None;
        return new(
            (ushort)local.Year,
            (byte)local.Month,
            (byte)local.Day,
            WeekdayOf(local.DayOfWeek),
            (byte)local.Hour,
            (byte)local.Minute,
            (byte)local.Second,
            FieldNotSpecified,
            DeviationOf(local.Offset),
            status | daylight);
    }

    /// <summary>Reads 12 octets; false when there are not 12, or a field holds an impossible value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, out CosemDateTime value)
    {
        value = default;
        if (octets.Length != Length)
        {
            return false;
        }

        value = new(
            BinaryPrimitives.ReadUInt16BigEndian(octets),
            octets[2],
            octets[3],
            octets[4],
            octets[5],
            octets[6],
            octets[7],
            octets[8],
            BinaryPrimitives.ReadInt16BigEndian(octets[9..]),
            (ClockStatus)octets[11]);
        return value.IsPossible;
    }

    /// <summary>The moment, or null when a field that is needed is not specified or names a day or hour that does not exist.</summary>
    /// <param name="zone">The zone the time is local to when no deviation is specified; an hour that comes twice is told apart by the status.</param>
    public DateTimeOffset? ToMoment(TimeZoneInfo zone)
    {
        if (Year is 0 or > 9999 || Month > 12 || Day > DateTime.DaysInMonth(Year, Month) || Hour > 23 || Minute > 59)
        {
            return null;
        }

        var local = new DateTime(Year, Month, Day, Hour, Minute, Second > 59 ? 0 : Second, Hundredths > 99 ? 0 : Hundredths * 10);
        if (Deviation != DeviationNotSpecified)
        {
            var utcTicks = local.Ticks + (Deviation * TimeSpan.TicksPerMinute);
            return utcTicks < 0 || utcTicks > DateTime.MaxValue.Ticks
                ? null
                : new DateTimeOffset(utcTicks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(-Deviation));
        }

        if (zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.IsAmbiguousTime(local) ? AmbiguousOffset(zone, local) : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    /// <summary>The 12 octets.</summary>
    public Octets ToOctets()
    {
        var octets = new byte[Length];
        BinaryPrimitives.WriteUInt16BigEndian(octets, Year);
        octets[2] = Month;
        octets[3] = Day;
        octets[4] = DayOfWeek;
        octets[5] = Hour;
        octets[6] = Minute;
        octets[7] = Second;
        octets[8] = Hundredths;
        BinaryPrimitives.WriteInt16BigEndian(octets.AsSpan(9), Deviation);
        octets[11] = (byte)Status;
        return octets;
    }

    /// <summary>UTC minus local time in minutes.</summary>
    internal static short DeviationOf(TimeSpan offset) => (short)-offset.TotalMinutes;

    private bool IsPossible =>
        Month is (>= 1 and <= 12) or >= 0xFD
        && Day is (>= 1 and <= 31) or >= 0xFD
        && DayOfWeek is (>= 1 and <= 7) or FieldNotSpecified
        && Hour is <= 23 or FieldNotSpecified
        && Minute is <= 59 or FieldNotSpecified
        && Second is <= 59 or FieldNotSpecified
        && Hundredths is <= 99 or FieldNotSpecified
        && Deviation is (>= -840 and <= 840) or DeviationNotSpecified;

    private static byte WeekdayOf(DayOfWeek day) => day == System.DayOfWeek.Sunday ? (byte)7 : (byte)day;

    private TimeSpan AmbiguousOffset(TimeZoneInfo zone, DateTime local)
    {
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return Status.HasFlag(ClockStatus.DaylightSavingActive) ? offsets.Max() : offsets.Min();
    }
}
