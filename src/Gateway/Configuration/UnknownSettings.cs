using System.Collections;
using System.Reflection;

namespace Gateway.Configuration;

/// <summary>Finds keys that no setting has: a misspelt key would otherwise be ignored without a word.</summary>
internal static class UnknownSettings
{
    /// <summary>A message for every unknown key in a section and the sections in it.</summary>
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
            return section.GetChildren().SelectMany(child => Find(child, element));
        }

        return type.Namespace == typeof(GatewayOptions).Namespace ? Find(section, type) : [];
    }
}
