using System.Collections;
using System.Globalization;
using System.Reflection;
using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>The settings that page and interface show: what the options say of them, with units.</summary>
internal static class SettingCatalogue
{
    private const string Reports = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Push)}:{nameof(PushOptions.Reports)}";

    /// <summary>Where files lie is the machine's affair, and reports have a resource of their own.</summary>
    private static readonly string[] Others = [nameof(GatewayOptions.DataDirectory), nameof(GatewayOptions.Mappings), nameof(PushOptions.Reports)];

    /// <summary>Whether a path is one that page and interface can change.</summary>
    public static bool Has(string path) =>
        typeof(GatewayOptions).GetProperties().Any(property => property.SetMethod is not null && !Others.Contains(property.Name, StringComparer.Ordinal)
            && SettingsLayers.IsIn(path, ConfigurationPath.Combine(GatewayOptions.Section, property.Name)))
        && !SettingsLayers.IsIn(path, Reports);

    /// <summary>Whether the value of a path is never shown.</summary>
    public static bool IsSecret(string path) => ProtectedSettings.IsSecret(path);

    /// <summary>All with their values.</summary>
    public static IEnumerable<SettingResource> Of(SettingsLayers layers) => Of(GatewayOptions.Section, new GatewayOptions(), layers, layers.Merged());

    private static IEnumerable<SettingResource> Of(string path, object defaults, SettingsLayers layers, IConfiguration merged)
    {
        foreach (var property in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null && !Others.Contains(property.Name, StringComparer.Ordinal)))
        {
            var inner = ConfigurationPath.Combine(path, property.Name);
            var type = property.PropertyType;
            var found = type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable))
                ? merged.GetSection(inner).GetChildren().SelectMany(child => Of(child.Path, Activator.CreateInstance(type.GetGenericArguments()[^1])!, layers, merged))
                : type.Namespace == typeof(GatewayOptions).Namespace ? Of(inner, property.GetValue(defaults)!, layers, merged)
                : [Setting(inner, type, property.GetValue(defaults), layers, merged)];
            foreach (var setting in found)
            {
                yield return setting;
            }
        }
    }

    private static SettingResource Setting(string path, Type type, object? byDefault, SettingsLayers layers, IConfiguration merged)
    {
        var (field, origin, usual) = (SettingPath.FieldOf(path), layers.OriginOf(path), TextOf(byDefault));
        var isSecret = IsSecret(path);
        var words = SettingWords.Of(field);
        return new SettingResource(
            field, words.Label, isSecret ? null : merged[path] ?? usual, usual, origin, origin < SettingOrigin.Environment, KindOf(Nullable.GetUnderlyingType(type) ?? type), words.Allowed, words.Choices, isSecret);
    }

    private static string KindOf(Type type) => type == typeof(bool) ? "flag" : type == typeof(int) ? "number" : type == typeof(TimeSpan) ? "duration" : "text";

    private static string? TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value as string,
    };
}
