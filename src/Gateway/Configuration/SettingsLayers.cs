using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Gateway.Configuration;

/// <summary>The settings of the section Gateway by who sets them, so that what a change would come to can be checked before anything is written.</summary>
internal sealed class SettingsLayers
{
    private readonly List<(SettingOrigin Origin, IReadOnlyDictionary<string, string?> Settings)> _layers;

    private SettingsLayers(List<(SettingOrigin, IReadOnlyDictionary<string, string?>)> layers) => _layers = layers;

    /// <summary>What a person set by page or interface.</summary>
    public IReadOnlyDictionary<string, string?> Page => _layers.Find(layer => layer.Origin == SettingOrigin.Page).Settings ?? new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a configuration.</summary>
    public static SettingsLayers Of(IConfigurationRoot configuration) => new(
        [.. from layer in configuration.Providers.Select(provider => (Origin: OriginOf(provider), Settings: Flatten(provider)))
            where layer.Settings.Count > 0
            orderby layer.Origin
            select (layer.Origin, (IReadOnlyDictionary<string, string?>)layer.Settings)]);

    /// <summary>The same with other settings of page and interface.</summary>
    public SettingsLayers With(IReadOnlyDictionary<string, string?> page) => new(
        [.. _layers.Where(layer => layer.Origin != SettingOrigin.Page).Append((SettingOrigin.Page, page)).OrderBy(layer => layer.Item1)]);

    /// <summary>Who sets a path, or something in it.</summary>
    public SettingOrigin OriginOf(string path) => _layers.LastOrDefault(layer => layer.Settings.Keys.Any(key => IsIn(key, path))).Origin;

    /// <summary>All together, as the service sees them.</summary>
    public IConfigurationRoot Merged()
    {
        var builder = new ConfigurationBuilder();
        foreach (var (_, settings) in _layers)
        {
            builder.AddInMemoryCollection(settings);
        }

        return builder.Build();
    }

    /// <summary>Whether a key is a path or lies in it.</summary>
    public static bool IsIn(string key, string path) =>
        key.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (key.Length == path.Length || key[path.Length] == ConfigurationPath.KeyDelimiter[0]);

    private static SettingOrigin OriginOf(IConfigurationProvider provider) => provider switch
    {
        SettingsFileSource.Provider => SettingOrigin.Page,
        EnvironmentVariablesConfigurationProvider => SettingOrigin.Environment,
        CommandLineConfigurationProvider => SettingOrigin.CommandLine,
        _ => SettingOrigin.File,
    };

    private static Dictionary<string, string?> Flatten(IConfigurationProvider provider)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Add(GatewayOptions.Section);
        return settings;

        void Add(string path)
        {
            if (provider.TryGet(path, out var value) && value is not null)
            {
                settings[path] = value;
            }

            foreach (var key in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                Add(ConfigurationPath.Combine(path, key));
            }
        }
    }
}
