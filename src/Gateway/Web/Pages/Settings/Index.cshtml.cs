using Gateway.Api;
using Gateway.Configuration;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Settings;

/// <summary>All that an administrator can set.</summary>
internal sealed class IndexModel(SettingsChanges changes, Installation installation) : PageModel
{
    private static readonly (string Id, string Title, string[] Keys)[] Parts =
    [
        ("dlms", "Head-ends (DLMS)", ["dlms."]),
        ("readout", "Readout, profiles and retention", ["readoutInterval", "retention", "maxAge", "onDemandTimeout", "profiles."]),
        ("push", "Push", ["push."]),
        ("time", "Time, disk and simulation", ["timeZone", "diskLowMegabytes", "simulation", "simulatedMeters"]),
        ("http", "Page and TLS", ["http."]),
        ("identity", "Identity", ["flagId", "serial"]),
    ];

    /// <summary>What the sections are called.</summary>
    public static IEnumerable<string> Titles => Parts.Select(part => part.Title);

    private readonly List<SettingResource> _settings = [.. SettingCatalogue.Of(changes.Layers)];

    /// <summary>The state of the settings.</summary>
    public string Tag => changes.Tag;

    /// <summary>Why the last change did not start.</summary>
    public StartFault? Fault => changes.LastFault;

    /// <summary>The gateway.</summary>
    public Installation Installation => installation;

    /// <summary>The sections that are one form each.</summary>
    public IEnumerable<(string Id, string Title, List<SettingResource> Settings)> Sections =>
        Parts.Select(part => (part.Id, part.Title, _settings.Where(setting => part.Keys.Any(key => key.EndsWith('.') ? setting.Key.StartsWith(key, StringComparison.Ordinal) : setting.Key == key)).ToList()));

    /// <summary>Buses or groups by name.</summary>
    public IEnumerable<IGrouping<string, SettingResource>> Named(string kind) =>
        _settings.Where(setting => setting.Key.StartsWith($"{kind}.", StringComparison.Ordinal)).GroupBy(setting => setting.Key[(kind.Length + 1)..setting.Key.LastIndexOf('.')], StringComparer.Ordinal);

    /// <summary>How many meters a bus has that are read.</summary>
    public int MetersOn(string bus) => changes.MetersOn(bus);
}
