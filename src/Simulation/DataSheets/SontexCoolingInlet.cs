using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Sontex Supercal 531: cooling, volume measured in the inlet; MJ, reals, and DIFEs that say nothing.</summary>
internal static class SontexCoolingInlet
{
    private static readonly ThermalPlant Plant = new(
        new Consumption(LoadPattern.Cooling, annual: 2_000_000_000), // ml
        new Level(mean: 700, winter: -50, chance: 60), // 0.01 °C
        difference: -600);

    private static readonly Consumption ColdWater = new(LoadPattern.Household, annual: 200_000_000, part: 1); // ml

    public static readonly MeterType Type = new("Sontex", "Supercal 531", "SON", Version: 0x0D, Medium: 0x0B, new MeterTelegram(
        Number("04 0E", at => Plant.Energy(at) * 36 / 10_000_000), // MJ
        Number("04 14", at => Plant.Volume(at) / 10_000), // 10 l
        Real("05 5B", at => Plant.FlowTemperature(at) * 10), // °C
        Real("05 5F", at => Plant.ReturnTemperature(at) * 10), // °C
        Real("05 3E", at => Plant.Flow(at) / 1000), // m3/h
        Real("05 2B", at => Plant.Power(at)), // W
        Number("C4 00 0E", at => Plant.Energy(at, at.Year) * 36 / 10_000_000), // MJ
        Number("C4 00 14", at => Plant.Volume(at, at.Year) / 10_000), // 10 l
        Number("84 40 14", at => at.Count(ColdWater) / 10_000))); // 10 l, input 1
}
