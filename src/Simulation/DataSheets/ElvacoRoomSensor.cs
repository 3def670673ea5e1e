using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Elvaco CMa10: humidity as text unit <c>%RH</c> (VIF FC, scaled by VIFE 74) and temperature, with the extremes of a day.</summary>
internal static class ElvacoRoomSensor
{
    private static readonly Level Temperature = new(mean: 2120, winter: -100, afternoon: 90, chance: 50); // 0.01 °C
    private static readonly Level Humidity = new(mean: 4300, winter: -1200, afternoon: 200, chance: 250, part: 1); // 0.01 %

    public static readonly MeterType Type = new("Elvaco", "CMa10", "ELV", Version: 0x32, Medium: 0x1B, new MeterTelegram(
        Number("01 FD 1B", 0),
        Number("02 FC 74", at => at.At(Humidity), unitText: "%RH"), // 0.01 %
        Number("22 FC 74", at => at.Lowest(Humidity, 24), unitText: "%RH"),
        Number("12 FC 74", at => at.Highest(Humidity, 24), unitText: "%RH"),
        Number("02 65", at => at.At(Temperature)), // 0.01 °C
        Number("22 65", at => at.Lowest(Temperature, 24)),
        Number("12 65", at => at.Highest(Temperature, 24)),
        Number("01 72", 24), // h over which the means are taken
        Number("42 65", at => (at.Highest(Temperature, 24) + at.Lowest(Temperature, 24)) / 2),
        Digits("0C 78", at => at.FabricationNumber),
        Number("03 FD 0F", 0x040000)));
}
