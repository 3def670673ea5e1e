using System.Collections.Immutable;

namespace Metering.Mapping;

/// <summary>A readout as the objects of a mapping.</summary>
/// <param name="Values">A value for each entry that is served, in the order of the file; or for those that were selected, in their order.</param>
/// <param name="States">What is to be remembered of the entries; the same object when nothing changed.</param>
public sealed record MappedReadout(ImmutableArray<MappedValue> Values, EntryStates States);
