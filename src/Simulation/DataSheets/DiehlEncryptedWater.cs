using System.Text;
using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Diehl HYDRUS: water, encrypted in mode 5. Its key is the text <c>SIMULATED KEY 01</c>.</summary>
internal static class DiehlEncryptedWater
{
    private static readonly Consumption Water = new(LoadPattern.Household, annual: 130_000_000); // ml
    private static readonly Level Temperature = new(mean: 1200, winter: -350, chance: 50); // 0.01 °C

    public static readonly MeterType Type = new("Diehl", "HYDRUS", "DME", Version: 0x70, Medium: 0x07, new MeterTelegram(
        Number("0C 13", at => at.Count(Water) / 1000), // l
        Number("0B 3B", at => at.Hourly(Water) / 1000), // l/h
        Number("0A 5A", at => at.At(Temperature) / 10), // 0.1 °C
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("4C 13", at => at.Count(Water, at.Year) / 1000), // l
        Number("02 FD 74", at => Math.Max(0, 5844 - (at.HoursOn / 24))), // d of battery left
        Clock("04 6D"),
        Number("02 FD 17", 0)))
    {
        Key = Encoding.ASCII.GetBytes("SIMULATED KEY 01"),
    };
}
