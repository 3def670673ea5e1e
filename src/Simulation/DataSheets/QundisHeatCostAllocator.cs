using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Qundis Q caloric: heat cost allocator of a radiator, units now and at the last set date. It counts on and does not begin anew.</summary>
internal static class QundisHeatCostAllocator
{
    private static readonly Consumption Units = new(LoadPattern.Heating, annual: 1_400_000); // thousandths
    private static readonly Level Room = new(mean: 2150, winter: -60, afternoon: 60, chance: 40, part: 1); // 0.01 °C
    private static readonly Level Radiator = new(mean: 3300, winter: 1200, afternoon: -100, chance: 200); // 0.01 °C

    public static readonly MeterType Type = new("Qundis", "Q caloric 5", "QDS", Version: 0x35, Medium: 0x08, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("0B 6E", at => at.Count(Units) / 1000),
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("4B 6E", at => at.Count(Units, at.Year) / 1000),
        Date("82 01 6C", at => at.Month(0).AddDays(-1)),
        Number("8B 01 6E", at => at.Count(Units, at.Month(0)) / 1000),
        Number("0A 5A", at => at.At(Radiator) / 10), // 0.1 °C
        Number("0A 66", at => at.At(Room) / 10), // 0.1 °C
        Clock("04 6D"),
        Number("02 FD 17", 0)));
}
