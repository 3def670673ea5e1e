namespace Cosem.InterfaceClasses;

/// <summary>
/// window_element of communication_window (IEC 62056-6-2): from start to end, both included, to the second. Moment and limits are compared from the
/// year down to the second, and what a limit does not specify fits every time. So 22:00:00 to 06:00:00 without a date is every night, and Monday
/// 08:00 to Friday 17:00 one stretch of every week. The day of the week counts where no day of the month is given.
/// </summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment; 06:FF:FF is the whole hour.</param>
public readonly record struct PushWindow(CosemDateTime Start, CosemDateTime End)
{
    private const byte LastOfMonth = 0xFE;
    private const byte SecondLastOfMonth = 0xFD;
    private const int Fields = 7;
    private const int NotSpecified = -1;

    /// <summary>
    /// Whether there are moments in it: start and end begin with the same field, or one of them specifies nothing and leaves the window open, and with
    /// years the end is not before the start. There is no month of daylight saving here (0xFD, 0xFE).
    /// </summary>
    public bool IsPossible
    {
        get
        {
            var (start, end) = (FieldsOf(Start), FieldsOf(End));
            var (first, firstOfEnd) = (FirstSpecified(start), FirstSpecified(end));
            return Start.Month is <= 12 or CosemDateTime.FieldNotSpecified
                && End.Month is <= 12 or CosemDateTime.FieldNotSpecified
                && (first == Fields || firstOfEnd == Fields || (first == firstOfEnd && (first > 0 || Compare(start, end) <= 0)));
        }
    }

    /// <summary>Reads <c>structure { octet-string(12) start, octet-string(12) end }</c>, or two date-times.</summary>
    /// <returns>False: the types are others. True and null: a value is impossible.</returns>
    public static bool TryParse(CosemData data, out PushWindow? window)
    {
        window = null;
        if (data is not CosemData.Structure { Items: [var first, var last] } || !TryOctets(first, out var start) || !TryOctets(last, out var end))
        {
            return false;
        }

        if (CosemDateTime.TryParse(start.Span, out var from)
            && CosemDateTime.TryParse(end.Span, out var to)
            && new PushWindow(from, to) is { IsPossible: true } possible)
        {
            window = possible;
        }

        return true;
    }

    /// <summary>Whether a moment is inside.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">The zone of the clock; a limit with a deviation of its own is local to that.</param>
    public bool Contains(DateTimeOffset moment, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var (start, end) = (FieldsOf(Start), FieldsOf(End));
        var isAfterStart = Compare(Local(moment, Start, zone), start) >= 0;
        var isBeforeEnd = Compare(Local(moment, End, zone), end) <= 0;

        // what recurs goes over midnight, over Sunday or over New Year; years do not recur
        return FirstSpecified(start) > 0 && FirstSpecified(end) > 0 && Compare(start, end) > 0
            ? isAfterStart || isBeforeEnd
            : isAfterStart && isBeforeEnd;
    }

    /// <summary><c>structure { octet-string(12), octet-string(12) }</c>.</summary>
    public CosemData ToData() => new CosemData.Structure(new CosemData.OctetString(Start.ToOctets()), new CosemData.OctetString(End.ToOctets()));

    private static bool TryOctets(CosemData data, out Octets octets)
    {
        octets = data switch
        {
            CosemData.OctetString text => text.Value,
            CosemData.DateTime time => time.Value,
            _ => default,
        };
        return octets.Length == CosemDateTime.Length;
    }

    private static int FirstSpecified(int[] fields)
    {
        var first = Array.FindIndex(fields, field => field != NotSpecified);
        return first < 0 ? Fields : first;
    }

    /// <summary>Field by field from the year down; a field that one of both does not specify is equal.</summary>
    private static int Compare(int[] left, int[] right)
    {
        for (var i = 0; i < Fields; i++)
        {
            if (left[i] != NotSpecified && right[i] != NotSpecified && left[i] != right[i])
            {
                return left[i].CompareTo(right[i]);
            }
        }

        return 0;
    }

    private static int[] FieldsOf(CosemDateTime time) =>
    [
        time.Year == CosemDateTime.YearNotSpecified ? NotSpecified : time.Year,
        Specified(time.Month),
        time.Day switch { LastOfMonth => 32, SecondLastOfMonth => 31, var day => Specified(day) },
        time.Day == CosemDateTime.FieldNotSpecified ? Specified(time.DayOfWeek) : NotSpecified,
        Specified(time.Hour),
        Specified(time.Minute),
        Specified(time.Second),
    ];

    private static int Specified(byte field) => field == CosemDateTime.FieldNotSpecified ? NotSpecified : field;

    /// <summary>The fields of a moment as a limit names them; the last days of a month bear the limit's own name for them.</summary>
    private static int[] Local(DateTimeOffset moment, CosemDateTime limit, TimeZoneInfo zone)
    {
        var local = limit.Deviation == CosemDateTime.DeviationNotSpecified
            ? TimeZoneInfo.ConvertTime(moment, zone)
            : moment.ToOffset(TimeSpan.FromMinutes(-limit.Deviation));
        var untilLast = DateTime.DaysInMonth(local.Year, local.Month) - local.Day;
        var day = limit.Day switch
        {
            LastOfMonth => 32 - untilLast,
            SecondLastOfMonth => 32 - untilLast,
            _ => local.Day,
        };
        return [local.Year, local.Month, day, local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek, local.Hour, local.Minute, local.Second];
    }
}
