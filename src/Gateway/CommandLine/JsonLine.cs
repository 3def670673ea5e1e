using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.CommandLine;

/// <summary>A line of JSON as the verbs for head-ends print it: what there is not is left out.</summary>
internal static class JsonLine
{
    /// <summary>How it is written.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // + and ° as they are; control characters are escaped all the same
    };

    /// <summary>Prints one.</summary>
    public static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line, Options));
}
