using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Diehl SHARKY 775: cooling, volume measured in the outlet, BCD; its temperature difference is negative.</summary>
internal static class DiehlCooling
{
    private static readonly ThermalPlant Plant = new(
        new Consumption(LoadPattern.Cooling, annual: 3_000_000_000), // ml
        new Level(mean: 620, winter: -40, chance: 40), // 0.01 °C
        difference: -580);

    public static readonly MeterType Type = new("Diehl", "SHARKY 775", "HYD", Version: 0x2A, Medium: 0x0A, new MeterTelegram(
        Number("0C 06", at => Plant.Energy(at) / 1_000_000), // kWh
        Number("0C 13", at => Plant.Volume(at) / 1000), // l
        Number("4C 06", at => Plant.Energy(at, at.Year) / 1_000_000), // kWh
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("0B 3B", at => Plant.Flow(at) / 1000), // l/h
        Number("0C 2B", at => Plant.Power(at) / 1000), // W
        Number("0A 5A", at => Plant.FlowTemperature(at) / 10), // 0.1 °C
        Number("0A 5E", at => Plant.ReturnTemperature(at) / 10), // 0.1 °C
        Number("0B 61", _ => Plant.Difference), // 0.01 K
        Number("0B 26", at => at.HoursOn), // h
        Clock("04 6D"),
        Number("02 FD 17", at => at.TemporaryError ? 0x0100 : 0)));
}
