using Gateway.Access;
using Gateway.Api;
using Gateway.Readout;
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

    /// <summary>Its settings, state and statistics.</summary>
    public MeterResource Resource { get; private set; } = null!;

    /// <summary>How it stands.</summary>
    public Standing Standing { get; private set; } = null!;

    /// <summary>What it is called: its name, else its address.</summary>
    public string Title => Meter.Title();

    /// <summary>Its secondary address, else its primary one.</summary>
    public string Address => Resource.Identity ?? $"{Resource.PrimaryAddress}";

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

        Show(meter);
        return null;
    }

    /// <summary>Shows a meter.</summary>
    protected void Show(Meter meter)
    {
        Meter = meter;
        Resource = view.ResourceOf(meter);
        Standing = view.StandingOf(Resource);
    }
}
