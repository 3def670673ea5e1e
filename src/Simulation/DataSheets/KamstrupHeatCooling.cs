using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Kamstrup MULTICAL 403: heat and cooling; cooling energy is energy with the maker's VIFE FF 02.</summary>
internal static class KamstrupHeatCooling
{
    private static readonly ThermalPlant Heat = new(
        new Consumption(LoadPattern.Heating, annual: 900_000_000), // ml
        new Level(mean: 4500, winter: 900, chance: 100), // 0.01 °C
        difference: 1200);

    private static readonly ThermalPlant Cold = new(
        new Consumption(LoadPattern.Cooling, annual: 600_000_000, part: 1), // ml
        new Level(mean: 800, chance: 50),
        difference: -500);

    public static readonly MeterType Type = new("Kamstrup", "MULTICAL 403", "KAM", Version: 0x34, Medium: 0x0D, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("04 06", at => Heat.Energy(at) / 1_000_000), // kWh
        Number("04 86 FF 02", at => Cold.Energy(at) / 1_000_000), // kWh of cooling
        Number("04 14", at => (Heat.Volume(at) + Cold.Volume(at)) / 10_000), // 10 l
        Number("03 22", at => at.HoursOn), // h
        Number("33 22", 0), // h in error
        Number("02 59", Heat.FlowTemperature), // 0.01 °C
        Number("02 5D", Heat.ReturnTemperature), // 0.01 °C
        Number("02 61", _ => Heat.Difference), // 0.01 K
        Number("04 2B", at => Heat.Power(at) / 1000), // W
        Number("14 2B", at => Heat.PeakPower(at, at.Year) / 1000), // W, of this year
        Number("04 3B", at => Heat.Flow(at) / 1000), // l/h
        Number("14 3B", at => Heat.PeakFlow(at, at.Year).Amount / 1000), // l/h, of this year
        Number("02 FF 22", 0), // info code
        Clock("04 6D"),
        Number("44 06", at => Heat.Energy(at, at.Year) / 1_000_000), // kWh
        Number("44 86 FF 02", at => Cold.Energy(at, at.Year) / 1_000_000), // kWh of cooling
        Number("44 14", at => (Heat.Volume(at, at.Year) + Cold.Volume(at, at.Year)) / 10_000), // 10 l
        Date("42 6C", at => at.Year)));
}
