using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Api;

/// <summary>How the service's interface writes JSON: names in camel case, enumerations as words, bytes in hexadecimal digits, durations as in the settings.</summary>
internal static class ApiJson
{
    /// <summary>The options for both sides.</summary>
    public static readonly JsonSerializerOptions Options = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Adds what is particular to them.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new HexConverter());
        return options;
    }
}
