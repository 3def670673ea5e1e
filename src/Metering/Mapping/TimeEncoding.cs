using Cosem;
using MBus.Application;
using CosemType = Cosem.DataType;

namespace Metering.Mapping;

/// <summary>
/// A meter's date and time as octets (IEC 62056-6-2): "every" and what the meter does not send are not specified, the deviation neither;
/// a time to the minute has second 0.
/// </summary>
internal static class TimeEncoding
{
    private const byte NotSpecified = CosemDateTime.FieldNotSpecified;

    /// <summary>How many octets date-time, date and time have.</summary>
    public static int Length(CosemType type) => type switch
    {
        CosemType.Date => CosemData.Date.Length,
        CosemType.Time => CosemData.Time.Length,
        _ => CosemData.DateTime.Length,
    };

    /// <summary>The octets of a date-time, date or time.</summary>
    public static byte[] Octets(in MBusTime time, CosemType type)
    {
        var hasDate = time.Type != MBus.Application.DataType.Time;
        var hasTime = time.Type != MBus.Application.DataType.Date;
        var value = CosemDateTime.NotSpecified with
        {
            Year = (ushort)((hasDate ? time.Year : null) ?? CosemDateTime.YearNotSpecified),
            Month = (byte)((hasDate ? time.Month : null) ?? NotSpecified),
            Day = (byte)((hasDate ? time.Day : null) ?? NotSpecified),
            DayOfWeek = hasDate && time is { Year: { } year, Month: { } month, Day: { } day } ? Weekday(new DateTime(year, month, day)) : NotSpecified,
            Hour = (byte)((hasTime ? time.Hour : null) ?? NotSpecified),
            Minute = (byte)((hasTime ? time.Minute : null) ?? NotSpecified),
            Second = (byte)((hasTime ? time.Second : null) ?? NotSpecified),
            Status = Status(time.Flags),
        };
        return Part(value, type);
    }

    /// <summary>The octets of a date-time, date or time.</summary>
    public static byte[] Octets(DateTime time, CosemType type) => Part(
        new CosemDateTime(
            (ushort)time.Year,
            (byte)time.Month,
            (byte)time.Day,
            Weekday(time),
            (byte)time.Hour,
            (byte)time.Minute,
            (byte)time.Second,
            NotSpecified,
            CosemDateTime.DeviationNotSpecified,
            ClockStatus.None),
        type);

    /// <summary>date-time = year(2) month day weekday, hour minute second hundredths, deviation(2) status.</summary>
    private static byte[] Part(CosemDateTime value, CosemType type)
    {
        var octets = value.ToOctets().Span;
        return type switch
        {
            CosemType.Date => octets[..CosemData.Date.Length].ToArray(),
            CosemType.Time => octets.Slice(CosemData.Date.Length, CosemData.Time.Length).ToArray(),
            _ => octets.ToArray(),
        };
    }

    private static ClockStatus Status(ValueFlags flags) =>
        (flags.HasFlag(ValueFlags.SummerTime) ? ClockStatus.DaylightSavingActive : ClockStatus.None)
        | (flags.HasFlag(ValueFlags.TimeInvalid) ? ClockStatus.InvalidValue : ClockStatus.None);

    private static byte Weekday(DateTime date) => date.DayOfWeek == DayOfWeek.Sunday ? (byte)7 : (byte)date.DayOfWeek;
}
