using System.Text;
using Metering.Mapping;

namespace Metering.Tests.Mapping;

/// <summary>Mapping files written in a test.</summary>
internal static class Files
{
    public const string Volume =
        """{ "mbusKeys": ["mbus.dib.0c13.unmodifiedvalue"], "dlmsObisCode": "8.0.1.0.0.255", "dlmsClass": "register", "dlmsDataType": 6, "dlmsScaler": -3, "dlmsUnit": 13 }""";

    public static MappingFileCheck Check(string json) => MappingFile.Check("test.json", Encoding.UTF8.GetBytes(json));

    /// <summary>A file for all water meters.</summary>
    public static string Water(params string[] entries) =>
        $$"""{ "type": "water", "manufacturer": "all", "version": 0, "entries": [{{string.Join(",\n", entries)}}] }""";

    /// <summary>An entry for one record, with more members.</summary>
    public static string Entry(string key, string @class, int type, string more = "") =>
        $$"""{ "mbusKeys": ["{{key}}"], "dlmsObisCode": "8.0.1.0.0.255", "dlmsClass": "{{@class}}", "dlmsDataType": {{type}}{{(more.Length > 0 ? ", " + more : "")}} }""";

    public static MeterMapping Load(string json)
    {
        var check = Check(json);
        return check.Mapping ?? throw new InvalidOperationException(string.Join('\n', check.Issues));
    }
}
