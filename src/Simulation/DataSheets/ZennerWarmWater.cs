using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Zenner EDC: warm water of a flat, with the values of the last twelve months' ends.</summary>
internal static class ZennerWarmWater
{
    private const int Months = 12;

    private static readonly Consumption Water = new(LoadPattern.Household, annual: 30_000_000); // ml

    public static readonly MeterType Type = new("Zenner", "EDC", "ZRI", Version: 0x03, Medium: 0x06, new MeterTelegram(
    [
        Number("04 13", at => at.Count(Water) / 1000), // l
        Clock("04 6D"),
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("44 13", at => at.Count(Water, at.Year) / 1000), // l
        Date("42 EC 7E", at => at.Year.AddYears(1).AddDays(-1)), // the next set date
        Digits("0C 78", at => at.FabricationNumber),
        .. Enumerable.Range(0, Months).SelectMany(MonthEnd),
    ])
    {
        ManufacturerData = [0x01, 0x00, 0x00],
    });

    /// <summary>Storage 2 is the last month's end, storage 3 the one before.</summary>
    private static MeterRecord[] MonthEnd(int ago)
    {
        var (storage, dife) = ((ago + 2) & 1, (ago + 2) / 2);
        return
        [
            Date($"{0x82 | (storage << 6):X2}{dife:X2} 6C", at => at.Month(ago).AddDays(-1)),
            Number($"{0x84 | (storage << 6):X2}{dife:X2} 13", at => at.Count(Water, at.Month(ago)) / 1000),
        ];
    }
}
