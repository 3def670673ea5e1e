using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Itron BM +m: cold water of a flat.</summary>
internal static class ItronColdWater
{
    private static readonly Consumption Water = new(LoadPattern.Household, annual: 60_000_000); // ml

    public static readonly MeterType Type = new("Itron", "BM +m", "ACW", Version: 0x0E, Medium: 0x16, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("04 13", at => at.Count(Water) / 1000), // l
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("44 13", at => at.Count(Water, at.Year) / 1000), // l
        Clock("04 6D"),
        Number("02 27", at => at.HoursOn / 24), // d
        Number("09 FD 0E", 2),
        Number("09 FD 0F", 6))
    {
        ManufacturerData = [0x00, 0x00, 0x8F, 0x13],
    });
}
