using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>PiiGAB room sensor: temperature and humidity now, as mean of the last hour (storage 1) and of the last day (storage 2).</summary>
internal static class PiigabRoomSensor
{
    private static readonly Level Temperature = new(mean: 2180, winter: -80, afternoon: 70, chance: 40); // 0.01 °C
    private static readonly Level Humidity = new(mean: 420, winter: -130, afternoon: 20, chance: 25, part: 1); // 0.1 %

    public static readonly MeterType Type = new("PiiGAB", "M-Bus room sensor", "PII", Version: 0x01, Medium: 0x1B, new MeterTelegram(
        Number("02 65", at => at.At(Temperature)), // 0.01 °C
        Number("42 65", at => (at.Highest(Temperature, 1) + at.Lowest(Temperature, 1)) / 2),
        Number("82 01 65", at => (at.Highest(Temperature, 24) + at.Lowest(Temperature, 24)) / 2),
        Number("02 FB 1A", at => at.At(Humidity)), // 0.1 %
        Number("42 FB 1A", at => (at.Highest(Humidity, 1) + at.Lowest(Humidity, 1)) / 2),
        Number("82 01 FB 1A", at => (at.Highest(Humidity, 24) + at.Lowest(Humidity, 24)) / 2),
        Digits("0C 78", at => at.FabricationNumber),
        Number("02 FD 0F", 33)));
}
