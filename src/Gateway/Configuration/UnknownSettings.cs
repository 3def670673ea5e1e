using System.Collections;
using System.Reflection;

namespace Gateway.Configuration;

/// <summary>Finds keys that no setting has, and values that no setting takes: a misspelt key would otherwise be ignored without a word.</summary>
internal static class UnknownSettings
{
    /// <summary>A message for every unknown key and every value of the wrong kind in a section and the sections in it.</summary>
    public static IEnumerable<string> Find(IConfigurationSection section, Type options)
    {
        var settings = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is not null)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!settings.TryGetValue(child.Key, out var setting))
            {
                yield return $"{child.Path} is not a setting; {section.Path} has {string.Join(", ", settings.Keys)}.";
                continue;
            }

            foreach (var unknown in FindInside(child, setting.PropertyType))
            {
                yield return unknown;
            }
        }
    }

    private static IEnumerable<string> FindInside(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            var element = type.GetGenericArguments()[^1];
            return (IsEmptyList(section, type) ? [] : ValueOfSection(section, $"{section.Path}:<name>")).Concat(section.GetChildren().SelectMany(child => FindInside(child, element)));
        }

        return type.Namespace == typeof(GatewayOptions).Namespace ? ValueOfSection(section, section.Path).Concat(Find(section, type))
            : section.GetChildren().Any() ? [$"{section.Path} is a value; nothing can stand below it."]
            : SettingValue.Fault(section, type) is { } fault ? [fault]
            : [];
    }

    /// <summary>An empty list of a file comes as an empty value.</summary>
    private static bool IsEmptyList(IConfigurationSection section, Type type) => section.Value is { Length: 0 } && type.GetGenericArguments().Length == 1;

    /// <summary>A value where a section is due, a bus's address without <c>:Address</c> say, would be passed over; an empty one is one too.</summary>
    private static IEnumerable<string> ValueOfSection(IConfigurationSection section, string place) =>
        section.Value is null ? [] : [$"{section.Path} is '{section.Value}'; it takes no value itself, give {place}:<setting>."];
}
