using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Elvaco CMa12: room sensor; temperature and humidity now, lowest, highest, and the means of an hour and a day.</summary>
internal static class ElvacoCma12
{
    private const int Temperature = 1;
    private const int Humidity = 2;

    public static MeterType Type { get; } = new()
    {
        Name = "Elvaco CMa12",
        Manufacturer = "ELV",
        Version = 0x32,
        Medium = 0x1B,
        Telegrams =
        [
            [
                Number("01 FD1B", m => m.OneOf(1, 2)), // digital input
                Number("02 FC74", m => m.Wander(Humidity, 2_900, 5_600), "%RH"), // 0.01 %
                Number("22 FC74", _ => 2_750, "%RH"),
                Number("12 FC74", _ => 5_800, "%RH"),
                Number("02 65", m => m.Wander(Temperature, 1_950, 2_350)), // 0.01 °C
                Number("22 65", 1_870),
                Number("12 65", 2_480),
                Number("01 72", 24), // averaging duration, h
                Number("42 65", m => m.At(m.Now.AddHours(-1)).Wander(Temperature, 1_950, 2_350)),
                Number("8201 65", m => m.At(m.Now.AddDays(-1)).Wander(Temperature, 1_950, 2_350)),
                Number("0C 78", m => m.Identification),
                Number("03 FD0F", 0x040000), // software version
            ],
        ],
    };
}
