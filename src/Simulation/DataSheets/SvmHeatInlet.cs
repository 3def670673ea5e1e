using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>SVM F22: heat, volume measured in the inlet, with two pulse inputs.</summary>
internal static class SvmHeatInlet
{
    private static readonly ThermalPlant Plant = new(
        new Consumption(LoadPattern.Heating, annual: 1_500_000_000), // ml
        new Level(mean: 7000, winter: 1200, chance: 200), // 0.01 °C
        difference: 3800);

    private static readonly Consumption ColdWater = new(LoadPattern.Household, annual: 300_000_000, part: 1); // ml

    public static readonly MeterType Type = new("SVM", "F22", "SVM", Version: 0x09, Medium: 0x0C, new MeterTelegram(
        Number("04 06", at => Plant.Energy(at) / 1_000_000), // kWh
        Number("04 13", at => Plant.Volume(at) / 1000), // l
        Number("84 40 13", at => at.Count(ColdWater) / 1000), // l, input 1
        Number("02 5B", at => Plant.FlowTemperature(at) / 100), // °C
        Number("02 5F", at => Plant.ReturnTemperature(at) / 100), // °C
        Number("02 62", _ => Plant.Difference / 10), // 0.1 K
        Number("04 22", at => at.HoursOn), // h
        Number("04 26", at => at.HoursOn), // h
        Number("04 3B", at => Plant.Flow(at) / 1000), // l/h
        Number("04 2C", at => Plant.Power(at) / 10_000), // 10 W
        Clock("04 6D")));
}
