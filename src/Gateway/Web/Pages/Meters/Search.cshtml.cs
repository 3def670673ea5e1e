using Gateway.Api;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;
using Metering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>The search of a bus.</summary>
internal sealed class SearchModel(BusWorkers buses, Searches searches, IMeterStore meters, Installation installation) : PageModel
{
    /// <summary>The names of the buses.</summary>
    public IReadOnlyList<string> Buses => [.. buses.All.Select(bus => bus.Bus).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The rates of M-Bus, in baud.</summary>
    public static IReadOnlyList<int> Rates => [.. BusTiming.BaudRates];

    /// <summary>The bus that is looked at; null: there is none.</summary>
    public BusWorker? Bus { get; private set; }

    /// <summary>Its search; null: it was never searched.</summary>
    public SearchResource? Search { get; private set; }

    /// <summary>Whether the bus is invented, and its meters are not installed.</summary>
    public bool IsInvented => installation.IsSimulated;

    /// <summary>Whether the search goes on now.</summary>
    public bool IsRunning => Search?.Status == SearchStatus.Running;

    /// <summary>Found meters that are not installed.</summary>
    public int New => Search?.Found.Count(found => found.Meter is null) ?? 0;

    /// <summary>Where the bus is in the interface.</summary>
    public string Address => $"/api/v1/buses/{Uri.EscapeDataString(Bus!.Bus)}/search";

    /// <summary>A time to its largest unit.</summary>
    public static string Age(TimeSpan time) => ShownValue.Age(time);

    /// <summary>The name of an installed meter; empty when it has none.</summary>
    public string NameOf(int meter) => meters.Find(new MeterId(meter))?.Name ?? "";

    /// <summary>Shows one bus: the one that is asked for, or the first.</summary>
    public IActionResult OnGet(string? bus)
    {
        Bus = bus is null ? Buses.Count > 0 ? buses.Find(Buses[0]) : null : buses.Find(bus);
        if (bus is not null && Bus is null)
        {
            return NotFound();
        }

        Search = Bus is { } worker && searches.Progress(worker.Bus) is { } progress ? SearchResource.Of(progress, worker.LineFault, meters) : null;
        return Page();
    }
}
