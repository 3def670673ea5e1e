using MBus.Application;
using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Maddalena ARROW: water with the short header (CI 7A), which does not say who answers; primary address only.</summary>
internal static class MaddalenaShortHeader
{
    private static readonly Consumption Water = new(LoadPattern.Household, annual: 110_000_000); // ml

    public static readonly MeterType Type = new("Maddalena", "ARROW evo", "MAD", Version: 0x02, Medium: 0x07, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("04 13", at => at.Count(Water) / 1000), // l
        Clock("04 6D"),
        Date("42 6C", at => at.Month(0).AddDays(-1)),
        Number("44 13", at => at.Count(Water, at.Month(0)) / 1000), // l
        Number("02 FD 74", at => Math.Max(0, 4383 - (at.HoursOn / 24)))) // d of battery left
    {
        ManufacturerData = [0x00],
    })
    {
        Header = TelegramHeaderKind.Short,
    };
}
