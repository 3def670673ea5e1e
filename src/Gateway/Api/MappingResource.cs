namespace Gateway.Api;

/// <summary>A mapping in force.</summary>
/// <param name="File">The canonical name of its file.</param>
/// <param name="Type">The type of the meters.</param>
/// <param name="Manufacturer">Their maker, or all.</param>
/// <param name="Version">Their version; 0: all.</param>
/// <param name="ObisCodes">How many objects it describes.</param>
/// <param name="Meters">The numbers of the meters it applies to.</param>
/// <param name="Own">Whether it was uploaded; otherwise it is shipped with the gateway.</param>
/// <param name="UploadedAt">When it was uploaded, with the offset of the gateway's zone; null: it is shipped.</param>
/// <param name="Etag">The entity tag of its text.</param>
/// <param name="Issues">What its author should know, where it has just been checked; else null.</param>
internal sealed record MappingResource(
    string File, string Type, string Manufacturer, int Version, int ObisCodes, IReadOnlyList<int> Meters, bool Own, DateTimeOffset? UploadedAt, string Etag, IReadOnlyList<IssueResource>? Issues = null);
