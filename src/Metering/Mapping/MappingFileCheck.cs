using System.Collections.Immutable;

namespace Metering.Mapping;

/// <summary>What checking a mapping file gave.</summary>
/// <param name="File">The file.</param>
/// <param name="Mapping">The mapping; null when there are errors.</param>
/// <param name="Issues">Errors and warnings in the order of the file.</param>
public sealed record MappingFileCheck(string File, MeterMapping? Mapping, ImmutableArray<MappingIssue> Issues);
