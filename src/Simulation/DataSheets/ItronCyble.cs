using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Itron Cyble: a module on a water meter, with two units in plain text.</summary>
internal static class ItronCyble
{
    private static readonly Consumption Water = new(LoadPattern.Household, annual: 140_000_000); // ml
    private static readonly Consumption Backflow = new(LoadPattern.Household, annual: 200_000, part: 1); // ml

    public static readonly MeterType Type = new("Itron", "Cyble M-Bus 1.4", "ACW", Version: 0x14, Medium: 0x07, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Text("0D 7C", "SIMULATED", unitText: "cust. ID"),
        Clock("04 6D"),
        Number("02 7C", at => Math.Max(0, 4383 - (at.HoursOn / 24)), unitText: "batt. time"), // days
        Number("04 13", at => at.Count(Water) / 1000), // l
        Number("04 93 7F", at => at.Count(Backflow) / 1000), // l
        Number("44 13", at => at.Count(Water, at.Year) / 1000)) // l at the set date
    {
        ManufacturerData = [0x00, 0x00, 0x1F],
    });
}
