using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Elster EK280: volume converter of a gas station, uncorrected (VIFE 3A) and base (3E) volume, pressure and temperature.</summary>
internal static class ElsterGasConverter
{
    private static readonly Consumption Gas = new(LoadPattern.Heating, annual: 90_000_000_000); // ml
    private static readonly Level Temperature = new(mean: 1000, winter: -600, afternoon: 200, chance: 60); // 0.01 °C
    private static readonly Level Pressure = new(mean: 3950, winter: -20, chance: 15); // mbar

    public static readonly MeterType Type = new("Elster", "EK280", "ELS", Version: 0x28, Medium: 0x13, new MeterTelegram(
        Number("0E 95 3E", at => at.Count(Gas) / 100_000 * 39 / 10), // 100 l at base conditions
        Number("0E 95 3A", at => at.Count(Gas) / 100_000), // 100 l measured
        Number("0C 3D", at => at.Hourly(Gas) / 100_000), // 100 l/h
        Number("0C BD 3E", at => at.Hourly(Gas) / 100_000 * 39 / 10), // 100 l/h at base conditions
        Number("0B 68", at => at.At(Pressure)), // mbar
        Number("0A 5A", at => at.At(Temperature) / 10), // 0.1 °C
        Clock("04 6D"),
        Date("42 6C", at => at.Month(0)),
        Number("4E 95 3E", at => at.Count(Gas, at.Month(0)) / 100_000 * 39 / 10), // 100 l at the start of this month
        Number("02 FD 17", at => at.TemporaryError ? 1 : 0)));
}
