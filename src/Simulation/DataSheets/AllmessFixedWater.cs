using MBus.Application;
using Simulation.Meters;
using Simulation.Values;

namespace Simulation.DataSheets;

/// <summary>Allmess CF: water in the fixed data structure (CI 73), the volume now and at the set date; primary address only.</summary>
internal static class AllmessFixedWater
{
    /// <summary>Medium water (7), counter 1 in l (29h), counter 2 of the same unit and historic (3Eh).</summary>
    private const ushort WaterInLitres = 0x7EE9;

    private static readonly Consumption Water = new(LoadPattern.Household, annual: 120_000_000); // ml

    public static readonly MeterType Type = new("Allmess", "CF Echo water", "SLB", Version: 0x01, Medium: 0x07)
    {
        Header = TelegramHeaderKind.Fixed,
        Counters = new FixedCounters(WaterInLitres, at => at.Count(Water) / 1000, at => at.Count(Water, at.Year) / 1000),
    };
}
