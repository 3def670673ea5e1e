namespace MBus.Application;

/// <summary>The words in which telegrams are shown and exported: lower case, joined by hyphens.</summary>
public static class Words
{
    /// <summary>inst, max, min, error.</summary>
    public static string Word(this DataFunction function) => function switch
    {
        DataFunction.Maximum => "max",
        DataFunction.Minimum => "min",
        DataFunction.ErrorState => "error",
        _ => "inst",
    };

    /// <summary>int, uint, bits, bcd, real, text, bytes, date, time, datetime, id, select, none.</summary>
    public static string Word(this DataType type) => type switch
    {
        DataType.Integer => "int",
        DataType.Unsigned => "uint",
        DataType.Bits => "bits",
        DataType.Bcd => "bcd",
        DataType.Real => "real",
        DataType.Text => "text",
        DataType.Bytes => "bytes",
        DataType.Date => "date",
        DataType.Time => "time",
        DataType.DateTime => "datetime",
        DataType.Identification => "id",
        DataType.Selection => "select",
        _ => "none",
    };

    /// <summary>premature-end, too-many-difes and so on.</summary>
    public static string Word(this TelegramErrorCode code) => Hyphenated(code.ToString());

    /// <summary>unspecified, unimplemented-ci and so on; reserved for every code that the standard does not name.</summary>
    public static string Word(this ApplicationErrorCode code) =>
        Enum.IsDefined(code) ? Hyphenated(code.ToString()) : Hyphenated(nameof(ApplicationErrorCode.Reserved));

    /// <summary>truncated, start, length-mismatch and so on.</summary>
    public static string Word(this Link.LinkError error) => Hyphenated(error.ToString());

    /// <summary>ack, short, control, long.</summary>
    public static string Word(this Link.LinkFrameKind kind) => Hyphenated(kind.ToString());

    /// <summary>variable, fixed, compact-frame, application-error, alarm, command, unsupported-ci.</summary>
    public static string Word(this TelegramKind kind) => Hyphenated(kind.ToString());

    /// <summary>bcd-invalid, time-invalid and so on, one for each flag that is set.</summary>
    public static IEnumerable<string> Each(this ValueFlags flags) =>
        Enum.GetValues<ValueFlags>().Where(flag => flag != ValueFlags.None && flags.HasFlag(flag)).Select(flag => Hyphenated(flag.ToString()));

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
