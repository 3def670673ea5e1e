using Gateway.Access;
using Gateway.Api;
using Metering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>One of the pages of a meter.</summary>
internal abstract class MeterPage(MeterView view, ZoneTime time) : PageModel
{
    /// <summary>What is shown of meters.</summary>
    protected MeterView View => view;

    /// <summary>How moments are shown.</summary>
    public ZoneTime Time => time;

    /// <summary>The meter.</summary>
    public Meter Meter { get; private set; } = null!;

    /// <summary>The same as it is shown.</summary>
    public ShownMeter Shown { get; private set; } = null!;

    /// <summary>Its settings, state and statistics.</summary>
    public MeterResource Resource => Shown.Meter;

    /// <summary>How it stands.</summary>
    public Standing Standing => Shown.Standing;

    /// <summary>What it is called: its name, else its address.</summary>
    public string Title => Shown.Title;

    /// <summary>The name of the page that is shown, for the links between them.</summary>
    public abstract string Here { get; }

    /// <summary>Whether whoever looks may read it and send it commands.</summary>
    public bool MayChange => User.RoleOf() >= Role.Installer;

    /// <summary>Finds the meter; what to answer when there is none, and null when there is.</summary>
    protected IActionResult? Load(int id)
    {
        if (view.Find(id) is not { } meter)
        {
            return view.WasRemoved(id) ? LocalRedirect($"/meters/{id}") : NotFound();
        }

        (Meter, Shown) = (meter, view.Of(meter));
        return null;
    }
}
