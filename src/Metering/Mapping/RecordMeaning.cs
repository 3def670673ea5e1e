using System.Collections.Immutable;
using MBus.Application;

namespace Metering.Mapping;

/// <summary>What a mapping knows of a record from the bytes that name it.</summary>
/// <param name="Uses">The keys of entries that it fits.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="IsMakers">Whether the VIF leaves unit and power of ten to the maker.</param>
/// <param name="SaysNoData">Whether a VIFE says that there is no value.</param>
internal sealed record RecordMeaning(ImmutableArray<KeyUse> Uses, RecordUnit Unit, bool IsMakers, bool SaysNoData)
{
    /// <summary>What a record says by itself.</summary>
    /// <param name="vib">Its VIB.</param>
    /// <param name="uses">The keys of entries that it fits.</param>
    public static RecordMeaning Of(in Vib vib, ImmutableArray<KeyUse> uses) => new(
        uses, RecordUnit.Of(vib), RecordUnit.IsMakers(vib), vib.HasModifiers && vib.Modifiers.Contains("no-data", StringComparer.Ordinal));
}
