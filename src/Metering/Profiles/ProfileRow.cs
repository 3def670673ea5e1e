using System.Collections.Immutable;
using Cosem;

namespace Metering.Profiles;

/// <summary>A row of a profile: a reading under the mark that it belongs to.</summary>
/// <param name="Mark">The time of the row: the mark of the value interval, or that of the reading where every reading is a row. UTC.</param>
/// <param name="AppendNumber">The reading's place in the order of storing.</param>
/// <param name="Cells">A value for each column; null-data where the reading has none.</param>
public sealed record ProfileRow(DateTimeOffset Mark, long AppendNumber, ImmutableArray<CosemData> Cells)
{
    /// <summary>The reading itself, for whoever needs more than its cells; null where nobody gave it.</summary>
    public MeterReadout? Readout { get; init; }
}
