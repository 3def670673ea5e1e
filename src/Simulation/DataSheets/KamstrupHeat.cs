using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Kamstrup MULTICAL 602 with the M-Bus module: heat of a building, maxima of this and the last year.</summary>
internal static class KamstrupHeat
{
    private static readonly ThermalPlant Plant = new(
        new Consumption(LoadPattern.Heating, annual: 2_600_000_000), // ml
        new Level(mean: 6800, winter: 1100, afternoon: -200, chance: 150), // 0.01 °C
        difference: 3400);

    private static readonly Consumption ColdWater = new(LoadPattern.Household, annual: 900_000_000, part: 1); // ml
    private static readonly Consumption WarmWater = new(LoadPattern.Household, annual: 400_000_000, part: 2); // ml

    public static readonly MeterType Type = new("Kamstrup", "MULTICAL 602", "KAM", Version: 0x35, Medium: 0x04, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("04 06", at => Plant.Energy(at) / 1_000_000), // kWh
        Number("04 FF 07", at => Plant.Volume(at) / 1_000_000 * 68), // m3 x flow temperature
        Number("04 FF 08", at => Plant.Volume(at) / 1_000_000 * 34), // m3 x return temperature
        Number("04 14", at => Plant.Volume(at) / 10_000), // 10 l
        Number("84 40 14", at => at.Count(ColdWater) / 10_000), // 10 l, input A
        Number("84 80 40 14", at => at.Count(WarmWater) / 10_000), // 10 l, input B
        Number("04 22", at => at.HoursOn), // h
        Number("34 22", 0), // h in error
        Number("02 59", Plant.FlowTemperature), // 0.01 °C
        Number("02 5D", Plant.ReturnTemperature), // 0.01 °C
        Number("02 61", _ => Plant.Difference), // 0.01 K
        Number("04 2D", at => Plant.Power(at) / 100_000), // 100 W
        Number("14 2D", at => Plant.PeakPower(at, at.Year) / 100_000), // 100 W, of this year
        Number("04 3B", at => Plant.Flow(at) / 1000), // l/h
        Number("14 3B", at => Plant.PeakFlow(at, at.Year).Amount / 1000), // l/h, of this year
        Number("04 FF 22", 0), // info code
        Clock("04 6D"),
        Number("44 06", at => Plant.Energy(at, at.Year) / 1_000_000), // kWh
        Number("44 14", at => Plant.Volume(at, at.Year) / 10_000), // 10 l
        Number("54 2D", at => Plant.PeakPower(at, at.Year.AddYears(-1), at.Year) / 100_000), // 100 W, of last year
        Number("54 3B", at => Plant.PeakFlow(at, at.Year.AddYears(-1), at.Year).Amount / 1000), // l/h, of last year
        Date("42 6C", at => at.Year),
        Number("02 FF 1A", 6913))); // configuration
}
