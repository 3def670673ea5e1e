using Gateway.LogicalDevices;
using Metering.Mapping;

namespace Gateway.Api;

/// <summary>A mapping in force that another one would stand in the place of.</summary>
/// <param name="File">The canonical name of its file.</param>
/// <param name="ObisCodes">How many objects it describes.</param>
/// <param name="Own">Whether it was uploaded; otherwise it is shipped with the gateway.</param>
/// <param name="Etag">The entity tag of its text: sent with the upload, nothing else is replaced.</param>
internal sealed record ReplacedMapping(string File, int ObisCodes, bool Own, string Etag)
{
    /// <summary>The mapping as it is now.</summary>
    public static ReplacedMapping Of(MeterMapping mapping, MappingFiles files) =>
        new(mapping.CanonicalFileName, mapping.Entries.Length, files.UploadedAt(mapping) is not null, MappingEndpoints.TagOf(mapping)!);
}
