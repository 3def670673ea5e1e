using System.Globalization;
using Gateway.Access;
using Gateway.Api;
using Gateway.Readout;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>How far a readout is that a person asked for.</summary>
internal sealed class ReadoutModel(ManualReadouts readouts, BusWorkers buses, StoreHealth store, ZoneTime time) : PageModel
{
    /// <summary>The readout.</summary>
    public ReadoutResource Readout { get; private set; } = null!;

    /// <summary>How moments are shown.</summary>
    public ZoneTime Time => time;

    /// <summary>How many meters were read.</summary>
    public int Read => Readout.Meters.Count(meter => meter.IsRead);

    /// <summary>Those that could not be read.</summary>
    public IReadOnlyList<MeterOutcome> Failed => [.. Readout.Meters.Where(meter => meter is { IsDone: true, IsRead: false })];

    /// <summary>Their numbers.</summary>
    public string FailedNumbers => string.Join(',', Failed.Select(meter => meter.Id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>All meters: those that need a look at first.</summary>
    public IEnumerable<MeterOutcome> Meters => Readout.Meters.OrderBy(meter => meter switch { { IsDone: true, IsRead: false } => 0, { IsDone: false } => 2, _ => 1 });

    /// <summary>Whether whoever looks may stop it, or read again.</summary>
    public bool MayChange => User.RoleOf() >= Role.Installer;

    /// <summary>Shows it.</summary>
    public IActionResult OnGet(int id)
    {
        if (readouts.Find(id) is not { } readout)
        {
            return NotFound();
        }

        Readout = ReadoutResource.Of(id, readout, buses, store);
        return Page();
    }
}
