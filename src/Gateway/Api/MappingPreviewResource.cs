namespace Gateway.Api;

/// <summary>What a mapping file would change; nothing was kept.</summary>
/// <param name="Check">What checking it gave.</param>
/// <param name="Replaces">The mapping in force in whose place it would come; null: there is none.</param>
/// <param name="Meters">The meters it would apply to, with what would be other; empty when it has errors.</param>
/// <param name="MoreMeters">How many more there are, which are not shown.</param>
internal sealed record MappingPreviewResource(MappingCheckResource Check, ReplacedMapping? Replaces, IReadOnlyList<MeterPreview> Meters, int MoreMeters);
