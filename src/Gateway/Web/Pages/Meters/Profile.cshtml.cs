using Gateway.Api;
using Gateway.Web.Charts;
using Metering;
using Metering.Profiles;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Pages.Meters;

/// <summary>A profile of a meter: a chart of one of its registers, and its rows.</summary>
internal sealed class ProfileModel(MeterView view, ZoneTime time, ProfileCharts charts, ProfileTables tables) : MeterPage(view, time)
{
    /// <summary>Pages of a table are so many at most, so that a number that somebody typed is one.</summary>
    private const int MostSkipped = 100_000_000;

    /// <inheritdoc />
    public override string Here => "profile";

    /// <summary>The profile, as addresses have it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The time that is shown.</summary>
    public ChartRange Range { get; private set; } = null!;

    /// <summary>The registers that can be drawn.</summary>
    public IReadOnlyList<ProfileColumn> Registers { get; private set; } = [];

    /// <summary>The one that is drawn; null: there is none.</summary>
    public ProfileColumn? Register { get; private set; }

    /// <summary>Whether the differences from row to row are drawn.</summary>
    public bool HasDifferences { get; private set; }

    /// <summary>The chart; null: there is none.</summary>
    public Chart? Chart { get; private set; }

    /// <summary>The same drawn.</summary>
    public ChartDrawing? Drawing { get; private set; }

    /// <summary>The rows; null: they could not be read.</summary>
    public ProfileTable? Table { get; private set; }

    /// <summary>So many of the newest rows are left out of the table.</summary>
    public int Skip { get; private set; }

    /// <summary>Which rows are missing.</summary>
    public GapRule Gaps { get; private set; } = null!;

    /// <summary>What the objects are, by their logical names.</summary>
    public IReadOnlyDictionary<string, ValueResource> Meanings { get; private set; } = new Dictionary<string, ValueResource>(StringComparer.Ordinal);

    /// <summary>Whether the store could not be read.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>The zone of the times.</summary>
    public TimeZoneInfo Zone => Time.Zone;

    /// <summary>The columns of the table: the register that is drawn comes first, and whole telegrams have no room.</summary>
    public IReadOnlyList<int> Columns => Table is null ? [] :
        [.. Enumerable.Range(0, Table.Columns.Length).Where(i => !Table.IsLong(i)).OrderBy(i => Table.Columns[i].CaptureObject == Register?.CaptureObject ? 0 : 1)];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(int id, string? profile, string? register, string? range, string? from, string? to, bool differences, int skip)
    {
        if (Load(id) is { } missing)
        {
            return missing;
        }

        Name = profile is not null && ProfileReader.Kinds.ContainsKey(profile) ? profile : ProfileReader.Kinds.Keys.First();
        Skip = Math.Clamp(skip, 0, MostSkipped);
        var kind = ProfileReader.Kinds[Name];
        Gaps = charts.GapsOf(Meter, kind);
        Registers = charts.Registers(Meter, kind);
        Register = Registers.FirstOrDefault(column => column.CaptureObject.LogicalName.ToString() == register) ?? (Registers.Count > 0 ? Registers[0] : null);
        HasDifferences = differences && Accumulators.Has(Register?.ScalerUnit);
        Meanings = View.ValuesOf(Meter).Values.ToDictionary(value => value.Obis, StringComparer.Ordinal);
        Range = ChartRange.Of(range, from, to, Time.Now, first: null, Zone);
        try
        {
            Range = ChartRange.Of(range, from, to, Time.Now, View.FirstReadAt(Meter) is { } first ? Gaps.Interval.MarkOf(first, Zone) : null, Zone);
            await FetchAsync(kind);
        }
        catch (Exception e) when (e is StoreException or ForgottenReadingException)
        {
            IsUnreadable = true;
        }

        return Page();
    }

    /// <summary>The address of the same page with something else.</summary>
    public string With(string? profile = null, ChartRange? range = null, bool? differences = null, int skip = 0)
    {
        var query = new QueryBuilder { { "profile", profile ?? Name } };
        if (Register is { } register)
        {
            query.Add("register", register.CaptureObject.LogicalName.ToString());
        }

        var shown = range ?? Range;
        if (shown.Name == ChartRange.Free)
        {
            query.Add("from", WallTime.Field(shown.From, Zone));
            query.Add("to", WallTime.Field(shown.To, Zone));
        }
        else
        {
            query.Add("range", shown.Name);
        }

        if (differences ?? HasDifferences)
        {
            query.Add("differences", "true");
        }

        if (skip > 0)
        {
            query.Add("skip", FormattableString.Invariant($"{skip}"));
        }

        return $"/meters/{Meter.Id}/profile{query}";
    }

    /// <summary>The address of an export of the same time.</summary>
    /// <param name="profile">The profile, or raw for the telegrams.</param>
    /// <param name="format">csv or jsonl.</param>
    public string Export(string profile, string format) => $"{ApiEndpoints.Root}/export/readings" + new QueryBuilder
    {
        { "meters", $"{Meter.Id}" },
        { "profile", profile },
        { "from", ZoneTime.Machine(Range.From) },
        { "to", ZoneTime.Machine(Range.To) },
        { "format", format },
    };

    private async Task FetchAsync(ProfileKind kind)
    {
        if (Register is not null)
        {
            Chart = await charts.DrawAsync(Meter, kind, Register, Range, HasDifferences, HttpContext.RequestAborted);
            Drawing = new ChartDrawing(Chart, Time);
        }

        Table = await tables.PageAsync(Meter, kind, Range, Skip, HttpContext.RequestAborted);
    }
}
