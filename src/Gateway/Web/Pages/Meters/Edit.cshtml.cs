using Gateway.Api;
using Gateway.Configuration;
using Gateway.Readout;
using Metering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>Changes and removes a meter.</summary>
internal sealed class EditModel(IMeterStore meters, IReadoutStore readouts, GatewayOptions options, ShownMeters shown) : PageModel
{
    /// <summary>The meter.</summary>
    public Meter Meter { get; private set; } = null!;

    /// <summary>The same as lists show it.</summary>
    public ShownMeter Shown { get; private set; } = null!;

    /// <summary>The state of it that this page shows.</summary>
    public string Tag => MeterEndpoints.TagOf(Meter);

    /// <summary>The buses that it can be moved to.</summary>
    public IReadOnlyList<string> Buses => Meter.Simulated ? [Meter.Bus]
        : [.. options.Buses.Keys.Append(Meter.Bus).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The names of the groups.</summary>
    public IReadOnlyList<string> Groups => [.. options.Groups.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether its number can still be mended: nothing was read of it.</summary>
    public bool MayChangeIdentity => Meter.Identity is null || readouts.Last(Meter.Id).Readout is null;

    /// <summary>How often it would be read without an interval of its own.</summary>
    public string UsualInterval => ReadoutIntervals.Of(Meter with { Readout = Meter.Readout with { Interval = null } }, options).Text;

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet(int id)
    {
        if (meters.Find(new MeterId(id)) is not { } meter)
        {
            return NotFound();
        }

        (Meter, Shown) = (meter, shown.Of(meter));
        return Page();
    }
}
