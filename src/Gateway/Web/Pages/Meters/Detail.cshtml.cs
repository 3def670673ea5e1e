using Gateway.Api;
using Gateway.Web.Charts;
using Metering;
using Metering.Profiles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>One meter: who it is, its last values, the last week, its last events. Of a removed one what is left.</summary>
internal sealed class DetailModel(MeterView view, ZoneTime time, ProfileCharts charts) : MeterPage(view, time)
{
    private const int EventsShown = 8;

    /// <summary>The number of the meter.</summary>
    public int Id { get; private set; }

    /// <summary>Whether the meter was removed, and there is nothing to show but that.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>Its last values.</summary>
    public ValuesResource Values { get; private set; } = null!;

    /// <summary>The last week of the register that matters most; null: there is none to draw.</summary>
    public Chart? Chart { get; private set; }

    /// <summary>The same drawn.</summary>
    public ChartDrawing? Drawing { get; private set; }

    /// <summary>Its last events.</summary>
    public IReadOnlyList<EventResource> Events { get; private set; } = [];

    /// <summary>Whether the store could not be read.</summary>
    public bool IsUnreadable { get; private set; }

    /// <inheritdoc />
    public override string Here => "values";

    /// <summary>When a removed meter was read last, as long as that is kept.</summary>
    public DateTimeOffset? RemovedLastReadAt => View.LastReadAt(Id);

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(int id)
    {
        Id = id;
        IsRemoved = View.WasRemoved(id);
        if (!IsRemoved && Load(id) is { } missing)
        {
            return missing;
        }

        try
        {
            Events = View.EventsOf(id, EventsShown);
            if (IsRemoved)
            {
                return Gone();
            }

            Values = View.ValuesOf(Meter);
            await DrawAsync();
        }
        catch (Exception e) when (e is StoreException or ForgottenReadingException)
        {
            IsUnreadable = true;
            Values ??= IsRemoved ? null! : View.ValuesOf(Meter);
        }

        return IsRemoved ? Gone() : Page();
    }

    private static PageResult Gone() => new() { StatusCode = StatusCodes.Status404NotFound };

    /// <summary>A counter that has a value comes before any other register.</summary>
    private async Task DrawAsync()
    {
        var filled = Values.Values.Where(value => value.Value is not null).Select(value => value.Obis).ToHashSet(StringComparer.Ordinal);
        var register = charts.Registers(Meter, ProfileKind.LoadProfile1)
            .OrderBy(column => filled.Contains(column.CaptureObject.LogicalName.ToString()) ? 0 : 1)
            .ThenBy(column => Accumulators.Has(column.ScalerUnit) ? 0 : 1)
            .FirstOrDefault();
        if (register is not null && Values.ReadAt is not null)
        {
            var range = ChartRange.Of(name: null, from: null, to: null, Time.Now, View.FirstReadAt(Meter), Time.Zone);
            Chart = await charts.DrawAsync(Meter, ProfileKind.LoadProfile1, register, range, differences: false, HttpContext.RequestAborted);
            Drawing = new ChartDrawing(Chart, Time);
        }
    }
}
