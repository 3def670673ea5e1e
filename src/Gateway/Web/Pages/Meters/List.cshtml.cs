using System.Globalization;
using Gateway.Access;
using Gateway.Configuration;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>The meters.</summary>
internal sealed class ListModel(ShownMeters meters, GatewayOptions options, ZoneTime time) : PageModel
{
    private IReadOnlyList<ShownMeter> _found = [];

    /// <summary>Which are shown.</summary>
    public MeterFilter Filter { get; private set; } = null!;

    /// <summary>How moments are shown.</summary>
    public ZoneTime Time => time;

    /// <summary>How many meters there are in all.</summary>
    public int Total { get; private set; }

    /// <summary>How many the filters let through.</summary>
    public int Count => _found.Count;

    /// <summary>The meters of the page.</summary>
    public IEnumerable<ShownMeter> Shown => _found.Skip((Page - 1) * MeterFilter.PageLength).Take(MeterFilter.PageLength);

    /// <summary>The page, from 1; one that is none is the last.</summary>
    public new int Page => Math.Min(Filter.Page, Pages);

    /// <summary>How many pages there are.</summary>
    public int Pages => Math.Max(1, (_found.Count + MeterFilter.PageLength - 1) / MeterFilter.PageLength);

    /// <summary>The numbers of all that the filters let through and that are read.</summary>
    public string Readable => string.Join(',', _found.Where(meter => meter.Meter.Active).Select(meter => meter.Meter.Id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>How many they are.</summary>
    public int ReadableCount => _found.Count(meter => meter.Meter.Active);

    /// <summary>The buses that meters have.</summary>
    public IReadOnlyList<string> Buses { get; private set; } = [];

    /// <summary>The groups that meters have, and those of the settings.</summary>
    public IReadOnlyList<string> Groups { get; private set; } = [];

    /// <summary>Whether whoever looks may change meters.</summary>
    public bool MayChange => User.RoleOf() >= Role.Installer;

    /// <summary>Takes the meters.</summary>
    public void OnGet()
    {
        var all = meters.All.ToList();
        Total = all.Count;
        Buses = [.. all.Select(meter => meter.Meter.Bus).Concat(options.Buses.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        Groups = [.. all.Select(meter => meter.Meter.Group).Concat(options.Groups.Keys).Where(group => group.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        Filter = MeterFilter.Of(Request.Query);
        _found = Filter.Apply(all);
    }
}
