using System.CommandLine;
using System.Globalization;
using Cosem;

namespace Gateway.CommandLine;

/// <summary>Which rows and columns of a profile were asked for.</summary>
/// <param name="Given">The option that says it, for refusals; null: none, and the whole profile is meant.</param>
/// <param name="From">The first time; null: from the beginning.</param>
/// <param name="To">The last time; null: to the end.</param>
/// <param name="Entries">The first row, counted from 1, and the last, 0 being the last there is; null: rows are chosen by time.</param>
/// <param name="Columns">The columns beside the time, each with its attribute or null; none: all.</param>
internal sealed record DlmsProfilePart(
    string? Given, DateTimeOffset? From, DateTimeOffset? To, (uint First, uint Last)? Entries, IReadOnlyList<(LogicalName Name, sbyte? Attribute)> Columns)
{
    private static readonly Option<string?> FromOption = new("--from") { Description = $"Of a profile the rows from this time on: {TimeArgument.Help}.", HelpName = "TIME" };
    private static readonly Option<string?> ToOption = new("--to") { Description = "Of a profile the rows up to this time, that included; as --from.", HelpName = "TIME" };
    private static readonly Option<string?> EntriesOption = new("--entries") { Description = "Of a profile these rows, 1 is the oldest: 1-10, 5, or 100- to the last.", HelpName = "N-M" };
    private static readonly Option<string[]> ColumnsOption = new("--columns")
    {
        Description = "Of a profile these columns beside the time, with commas between: 1-0:1.8.0 or 1.0.1.8.0.255, with :attribute if not all.",
        HelpName = "OBIS,...",
    };

    /// <summary>The options.</summary>
    public static Option[] Options => [FromOption, ToOption, EntriesOption, ColumnsOption];

    /// <summary>Reads them.</summary>
    /// <exception cref="RefusedException">They cannot be read, or not go together.</exception>
    public static DlmsProfilePart Read(ParseResult parsed)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (TimeArgument.Read(parsed, FromOption, now), TimeArgument.Read(parsed, ToOption, now));
        var entries = parsed.GetValue(EntriesOption) is { } text ? EntriesOf(text) : default((uint, uint)?);
        if (entries is not null && (from ?? to) is not null)
        {
            throw new RefusedException("Give --entries, or --from and --to, not both.");
        }

        var names = (parsed.GetValue(ColumnsOption) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(ColumnOf);
        return new(
            Options.FirstOrDefault(option => parsed.GetResult(option) is not null)?.Name,
            from,
            from > to ? throw new RefusedException($"--from is later than --to: there are no rows between {ShownValue.Moment(from.Value)} and {ShownValue.Moment(to!.Value)}.") : to,
            entries,
            [.. names]);
    }

    /// <summary>The places of the columns to show, in the order of the profile.</summary>
    /// <exception cref="RefusedException">The profile has no such column.</exception>
    public int[] ChosenOf(LogicalName profile, IReadOnlyList<CaptureObject> captured)
    {
        foreach (var (name, attribute) in Columns)
        {
            if (!captured.Any(column => Is(column, name, attribute)))
            {
                throw new RefusedException(
                    $"--columns: {profile} has no column {name}{(attribute is { } one ? $":{one}" : "")}; it has {string.Join(", ", captured.Select(CapturedColumn.NameOf))}.");
            }
        }

        return [.. Enumerable.Range(0, captured.Count).Where(place =>
            Columns.Count == 0 || CapturedColumn.IsTime(captured[place]) || Columns.Any(wanted => Is(captured[place], wanted.Name, wanted.Attribute)))];
    }

    /// <summary>The request's selective access, and the places of the columns that its answer has; null: all is asked for.</summary>
    /// <param name="captured">What the profile captures.</param>
    /// <param name="chosen">The places of the columns to show.</param>
    public (SelectiveAccess? Access, int[] Offered) AccessTo(IReadOnlyList<CaptureObject> captured, int[] chosen)
    {
        if (Entries is { } rows)
        {
            // by entry a server gives columns that stand side by side
            int[] offered = [.. Enumerable.Range(chosen[0], chosen[^1] - chosen[0] + 1)];
            return (new EntryDescriptor(rows.First, rows.Last, (ushort)(chosen[0] + 1), (ushort)(chosen[^1] + 1)).ToSelectiveAccess(), offered);
        }

        return Given is null
            ? (null, chosen)
            : (new RangeDescriptor(Time(From), Time(To), Columns.Count == 0 ? [] : [.. chosen.Select(place => captured[place])]).ToSelectiveAccess(), chosen);
    }

    private static bool Is(CaptureObject column, LogicalName name, sbyte? attribute) => column.LogicalName == name && (attribute ?? column.Attribute) == column.Attribute;

    private static CosemDateTime Time(DateTimeOffset? at) =>
        at is { } moment ? CosemDateTime.FromMoment(moment, TimeZoneInfo.CreateCustomTimeZone("typed", moment.Offset, null, null)) : CosemDateTime.NotSpecified;

    private static (LogicalName Name, sbyte? Attribute) ColumnOf(string text) =>
        ObisText.TryParse(text, out var name, out var attribute) ? (name, attribute) : throw new RefusedException($"--columns: '{text}' is no OBIS code such as 1-0:1.8.0 or 1.0.1.8.0.255:2.");

    private static (uint First, uint Last) EntriesOf(string text)
    {
        var parts = text.Split('-');
        return parts.Length <= 2
            && TryNumber(parts[0], out var first)
            && (parts is [_, ""] ? (Last: 0, Is: true) : (Last: TryNumber(parts[^1], out var last) ? last : 0, Is: last >= first)) is (var end, true)
                ? (first, end)
                : throw new RefusedException($"--entries is '{text}'; give rows by their numbers, of which 1 is the oldest: 1-10, 5, or 100- to the last.");

        static bool TryNumber(string digits, out uint number) => uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }
}
