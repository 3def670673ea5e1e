namespace Gateway.Api;

/// <summary>What a mapping file would change; nothing was kept.</summary>
/// <param name="Check">What checking it gave.</param>
/// <param name="Meters">The meters it would apply to, with what would be other; empty when it has errors.</param>
/// <param name="MoreMeters">How many more there are, which are not shown.</param>
internal sealed record MappingPreviewResource(MappingCheckResource Check, IReadOnlyList<MeterPreview> Meters, int MoreMeters);
