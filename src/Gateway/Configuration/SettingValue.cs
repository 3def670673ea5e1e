using System.ComponentModel;

namespace Gateway.Configuration;

/// <summary>Whether the text of a setting is of its kind, asked before the framework binds it and names .NET types.</summary>
internal static class SettingValue
{
    /// <summary>What is wrong with a value, or null.</summary>
    public static string? Fault(IConfigurationSection section, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return section.Value is not { } text || (text.Length == 0 && plain != type) || IsOf(plain, text)
            ? null
            : $"{section.Path} is '{text}'; give {Kind(plain)}.";
    }

    private static bool IsOf(Type type, string text)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Kind(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "hours:minutes:seconds, such as 00:01:00"
        : type.IsEnum ? string.Join(", ", Enum.GetNames(type))
        : "a whole number";
}
