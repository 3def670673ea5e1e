using Metering.Mapping;

namespace Gateway.Api;

/// <summary>What checking a mapping file gave; nothing was kept.</summary>
/// <param name="Good">Whether it can be uploaded.</param>
/// <param name="File">The name under which; null when it has errors.</param>
/// <param name="Type">The type of the meters.</param>
/// <param name="Manufacturer">Their maker, or all.</param>
/// <param name="Version">Their version; 0: all.</param>
/// <param name="ObisCodes">How many objects it describes.</param>
/// <param name="Issues">Errors and warnings in the order of the file.</param>
internal sealed record MappingCheckResource(bool Good, string? File, string? Type, string? Manufacturer, int? Version, int? ObisCodes, IReadOnlyList<IssueResource> Issues)
{
    /// <summary>A check as it is shown.</summary>
    public static MappingCheckResource Of(MappingFileCheck check) => new(
        check.Mapping is not null,
        check.Mapping?.CanonicalFileName,
        check.Mapping?.Type,
        check.Mapping?.Manufacturer,
        check.Mapping?.Version,
        check.Mapping?.Entries.Length,
        IssueResource.Of(check));
}
