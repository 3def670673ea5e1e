using Gateway.Api;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Gateway.Web.Pages;

/// <summary>One mapping: its entries, its meters and its source.</summary>
internal sealed class MappingModel(MappedObjects objects, MappingFiles files, IMeterStore meters, Installation installation, IStringLocalizer<Texts> t) : PageModel
{
    /// <summary>Characters of the source that are shown; a longer one is downloaded.</summary>
    private const int ShownSource = 200_000;

    /// <summary>The mapping.</summary>
    public MappingResource Mapping { get; private set; } = null!;

    /// <summary>Its entries.</summary>
    public IReadOnlyList<MappingLine> Entries { get; private set; } = [];

    /// <summary>The meters it applies to.</summary>
    public IReadOnlyList<Meter> Meters { get; private set; } = [];

    /// <summary>Its text; null: it is too long to be shown.</summary>
    public string? Source { get; private set; }

    /// <summary>Shows it.</summary>
    public IActionResult OnGet(string file)
    {
        if (objects.Catalog.Named(file) is not { } mapping)
        {
            return NotFound();
        }

        Mapping = MappingEndpoints.ListOf(objects, files, meters, installation).First(one => one.File == file);
        Entries = new MappingTable(t).Of(mapping);
        Meters = [.. Mapping.Meters.Select(id => meters.Find(new MeterId(id))).OfType<Meter>().OrderBy(meter => meter.Title(), StringComparer.OrdinalIgnoreCase)];
        Source = mapping.Json.Length <= ShownSource ? mapping.Json : null;
        return Page();
    }
}
