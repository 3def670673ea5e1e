using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Engelmann SensoStar: heat as positive (VIFE 3B), cooling as negative contributions (VIFE 3C).</summary>
internal static class EngelmannHeatCooling
{
    private static readonly ThermalPlant Heat = new(
        new Consumption(LoadPattern.Heating, annual: 500_000_000), // ml
        new Level(mean: 4200, winter: 800, chance: 100), // 0.01 °C
        difference: 900);

    private static readonly ThermalPlant Cold = new(
        new Consumption(LoadPattern.Cooling, annual: 300_000_000, part: 1), // ml
        new Level(mean: 1200, chance: 50),
        difference: -400);

    public static readonly MeterType Type = new("Engelmann", "SensoStar U", "EFE", Version: 0x00, Medium: 0x0D, new MeterTelegram(
        Digits("04 78", at => at.FabricationNumber),
        Number("04 86 3B", at => Heat.Energy(at) / 1_000_000), // kWh
        Number("04 86 3C", at => Cold.Energy(at) / 1_000_000), // kWh
        Number("04 13", at => (Heat.Volume(at) + Cold.Volume(at)) / 1000), // l
        Number("04 2B", at => Heat.Power(at) / 1000), // W
        Number("14 2B", at => Heat.PeakPower(at, at.Month(0)) / 1000), // W, of this month
        Number("04 3B", at => Heat.Flow(at) / 1000), // l/h
        Number("14 3B", at => Heat.PeakFlow(at, at.Month(0)).Amount / 1000), // l/h, of this month
        Number("02 5B", at => Heat.FlowTemperature(at) / 100), // °C
        Number("02 5F", at => Heat.ReturnTemperature(at) / 100), // °C
        Number("02 61", _ => Heat.Difference), // 0.01 K
        Number("02 23", at => at.HoursOn / 24), // d
        Clock("04 6D"),
        Number("44 86 3B", at => Heat.Energy(at, at.Year) / 1_000_000), // kWh
        Number("44 86 3C", at => Cold.Energy(at, at.Year) / 1_000_000), // kWh
        Number("44 13", at => (Heat.Volume(at, at.Year) + Cold.Volume(at, at.Year)) / 1000), // l
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("01 FD 17", at => at.TemporaryError ? 0x10 : 0),
        Number("03 FD 0C", 5)));
}
