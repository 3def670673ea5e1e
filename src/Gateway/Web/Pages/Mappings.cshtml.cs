using Gateway.Api;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>The mappings in force, uploading, and files to begin with.</summary>
internal sealed class MappingsModel(MappedObjects objects, MappingFiles files, IMeterStore meters, LiveReadings readings, Installation installation) : PageModel
{
    /// <summary>Files at a time: a folder of a maker, and few enough to look at each.</summary>
    public const int MostFiles = 20;

    /// <summary>Meters of a mapping that are named in the list.</summary>
    private const int Named = 3;

    private ILookup<bool, MappingResource> _mappings = Enumerable.Empty<MappingResource>().ToLookup(_ => true);

    /// <summary>Those that were uploaded, then others that apply to a meter.</summary>
    public IEnumerable<MappingResource> Used => _mappings[true];

    /// <summary>The shipped ones that no meter needs.</summary>
    public IEnumerable<MappingResource> Others => _mappings[false];

    /// <summary>Meters that have told what they are, and for which there is no mapping.</summary>
    public IReadOnlyList<Meter> WithoutMapping { get; private set; } = [];

    /// <summary>Meters that were read, so that a template can be made.</summary>
    public IReadOnlyList<Meter> Read { get; private set; } = [];

    /// <summary>A mapping's first meters, and how many more there are.</summary>
    public (IReadOnlyList<Meter> Named, int More) MetersOf(MappingResource mapping) =>
        ([.. mapping.Meters.Take(Named).Select(id => meters.Find(new MeterId(id))).OfType<Meter>()], Math.Max(0, mapping.Meters.Count - Named));

    /// <summary>Shows them.</summary>
    public void OnGet()
    {
        _mappings = MappingEndpoints.ListOf(objects, files, meters, installation).OrderByDescending(mapping => mapping.Own).ToLookup(mapping => mapping.Own || mapping.Meters.Count > 0);
        var known = meters.Meters.Values.Where(meter => objects.TypeOf(meter) is not null).OrderBy(meter => meter.Title(), StringComparer.OrdinalIgnoreCase).ToList();
        WithoutMapping = known.FindAll(objects.LacksMapping);
        Read = known.FindAll(meter => readings.Last(meter.Id).Readout is not null);
    }
}
