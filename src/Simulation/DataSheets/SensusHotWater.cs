using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Sensus WP-Dynamic with a module: hot water of a building, BCD and a text.</summary>
internal static class SensusHotWater
{
    private static readonly Consumption Water = new(LoadPattern.Household, annual: 900_000_000); // ml
    private static readonly Level Temperature = new(mean: 9400, winter: 50, chance: 120); // 0.01 °C

    public static readonly MeterType Type = new("Sensus", "WP-Dynamic HRI", "SEN", Version: 0x0A, Medium: 0x15, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("0C 14", at => at.Count(Water) / 10_000), // 10 l
        Number("0B 3C", at => at.Hourly(Water) / 10_000), // 10 l/h
        Number("1B 3C", at => at.Peak(Water, at.Month(0)).Amount / 10_000), // 10 l/h, of this month
        Number("0A 5A", at => at.At(Temperature) / 10), // 0.1 °C
        Clock("04 6D"),
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("4C 14", at => at.Count(Water, at.Year) / 10_000), // 10 l
        Text("0D FD 10", "SIMULATED")));
}
