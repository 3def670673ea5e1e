using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>Names of settings: <c>Gateway:Dlms:Port</c> in files is <c>dlms.port</c> in the interface. Names of buses and groups stay as they are.</summary>
internal static class SettingPath
{
    private static readonly string[] Named = [nameof(GatewayOptions.Buses), nameof(GatewayOptions.Groups)];

    /// <summary>The name in the interface.</summary>
    public static string FieldOf(string path)
    {
        var parts = path.Split(ConfigurationPath.KeyDelimiter);
        return string.Join('.', parts.Skip(1).Select((part, index) => part.Length == 0 || IsName(parts[1], index) ? part : char.ToLowerInvariant(part[0]) + part[1..]));
    }

    /// <summary>Whether a text can be one part of a name: a colon would make two of it.</summary>
    public static bool IsPart(string text) => text.Length > 0 && !text.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    /// <summary>The path of a field in an object.</summary>
    public static string Inside(string path, string field)
    {
        var depth = path.Split(ConfigurationPath.KeyDelimiter).Length - 1;
        var first = depth == 0 ? field : path.Split(ConfigurationPath.KeyDelimiter)[1];
        return ConfigurationPath.Combine(path, field.Length == 0 || IsName(first, depth) ? field : char.ToUpperInvariant(field[0]) + field[1..]);
    }

    private static bool IsName(string section, int index) => index == 1 && Named.Contains(section, StringComparer.OrdinalIgnoreCase);
}
