using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Landis+Gyr Ultraheat T550: heat in BCD, a tariff, storages, monthly maxima with their times, a recurring set date.</summary>
internal static class LandisGyrHeat
{
    /// <summary>Type F for "every year on 1 January at 00:00".</summary>
    private const int EveryNewYear = unchecked((int)0xF1E1_0000);

    private static readonly ThermalPlant Plant = new(
        new Consumption(LoadPattern.Heating, annual: 4_000_000_000), // ml
        new Level(mean: 7500, winter: 1500, afternoon: -300, chance: 200), // 0.01 °C
        difference: 3500);

    public static readonly MeterType Type = new("Landis+Gyr", "ULTRAHEAT T550", "LUG", Version: 0x07, Medium: 0x04, new MeterTelegram(
        Number("09 74", 4), // s since the measurement
        Number("09 70", 8), // s of averaging
        Number("0C 06", at => Plant.Energy(at) / 1_000_000), // kWh
        Number("0C 14", at => Plant.Volume(at) / 10_000), // 10 l
        Number("0B 2D", at => Plant.Power(at) / 100_000), // 100 W
        Number("0B 3B", at => Plant.Flow(at) / 1000), // l/h
        Number("0B 5A", at => Plant.FlowTemperature(at) / 10), // 0.1 °C
        Number("0B 5E", at => Plant.ReturnTemperature(at) / 10), // 0.1 °C
        Number("0B 62", _ => Plant.Difference / 10), // 0.1 K
        Digits("0C 78", at => at.FabricationNumber),
        Number("89 10 71", 60), // min over which maxima are averaged
        Number("3C 22", 0), // h in error
        Number("0C 22", at => at.HoursOn), // h
        Number("0C 26", at => at.HoursOn), // h with flow
        Number("8C 90 10 06", 0), // kWh, tariff 5
        Number("9B 10 2D", at => Plant.PeakPower(at, at.Month(0)) / 100_000), // 100 W, of this month
        Number("9B 10 3B", at => Plant.PeakFlow(at, at.Month(0)).Amount / 1000), // l/h, of this month
        DateAndTime("94 10 AD 6F", at => Plant.PeakFlow(at, at.Month(0)).Begin.AddHours(1)), // when the highest power ended
        DateAndTime("94 10 BB 6F", at => Plant.PeakFlow(at, at.Month(0)).Begin.AddHours(1)), // when the highest flow ended
        Number("4C 06", at => Plant.Energy(at, at.Year) / 1_000_000), // kWh
        Number("4C 14", at => Plant.Volume(at, at.Year) / 10_000), // 10 l
        Number("7C 22", 0), // h in error
        Number("DB 10 2D", at => Plant.PeakPower(at, at.Year.AddMonths(-1), at.Year) / 100_000), // 100 W, of last December
        Number("DB 10 3B", at => Plant.PeakFlow(at, at.Year.AddMonths(-1), at.Year).Amount / 1000), // l/h, of last December
        Number("84 8F 0F 6D", EveryNewYear),
        Clock("04 6D"))
    {
        ManufacturerData = [0x09, 0x07, 0x00, 0x66, 0x01],
    });
}
