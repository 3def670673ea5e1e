using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Elster BK-G4 with an encoder: gas of a house, with its volume at base conditions (VIFE 3E).</summary>
internal static class ElsterGas
{
    private static readonly Consumption Gas = new(LoadPattern.Heating, annual: 1_600_000_000); // ml
    private static readonly Level Temperature = new(mean: 1100, winter: -700, afternoon: 150, chance: 60); // 0.01 °C

    public static readonly MeterType Type = new("Elster", "BK-G4 Absolute ENCODER", "ELS", Version: 0x33, Medium: 0x03, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("0C 14", at => at.Count(Gas) / 10_000), // 10 l
        Number("0C 94 3E", at => at.Count(Gas) / 10_000 * 96 / 100), // 10 l at base conditions
        Number("0B 3B", at => at.Hourly(Gas) / 1000), // l/h
        Number("0A 5A", at => at.At(Temperature) / 10), // 0.1 °C
        Date("42 6C", at => at.Month(0)),
        Number("4C 14", at => at.Count(Gas, at.Month(0)) / 10_000), // 10 l at the start of this month
        Clock("04 6D"),
        Number("02 FD 17", 0)));
}
