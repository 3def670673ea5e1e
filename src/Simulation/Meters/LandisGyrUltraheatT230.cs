using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Landis+Gyr Ultraheat T230: heat; BCD, a negative difference in summer, tariff 1 over two DIFEs, maxima of a long storage.</summary>
internal static class LandisGyrUltraheatT230
{
    private static readonly Usage Heat = Usage.Heating(11_800); // kWh
    private static readonly Usage Volume = Usage.Heating(36_000); // 0.01 m3

    public static MeterType Type { get; } = new()
    {
        Name = "Landis+Gyr Ultraheat T230",
        Manufacturer = "LUG",
        Version = 0x07,
        Medium = 0x04,
        Status = static life => life.OneOf(1, 12) == 0 ? MeterType.TemporaryError : (byte)0,
        ManufacturerData = [0x09, 0x07, 0x00, 0x66, 0x01],
        Telegrams =
        [
            [
                Number("09 74", 4), // actuality duration, s
                Number("09 70", 8), // averaging duration, s
                Number("0C 06", m => m.Total(Heat)), // energy, kWh
                Number("0C 14", m => m.Total(Volume)), // volume, 0.01 m3
                Number("0B 2D", m => m.PerHour(Heat) * 10), // power, 0.1 kW
                Number("0B 3B", m => m.PerHour(Volume) * 10), // flow, l/h
                Number("0B 5A", m => m.Wander(1, 190, 640)), // flow temperature, 0.1 °C
                Number("0B 5E", m => m.Wander(2, 188, 380)), // return temperature, 0.1 °C
                Number("0B 62", m => m.Wander(1, 190, 640) - m.Wander(2, 188, 380)), // difference, 0.1 K
                Number("0C 78", m => m.Identification),
                Number("3C 22", m => m.OneOf(2, 50)), // hours in an error state
                Number("0C 22", m => m.Hours),
                Number("0C 26", m => m.Hours - m.OneOf(2, 50)),
                Number("8C9010 06", m => m.Total(Heat) / 7), // tariff 1
                Number("9B10 2D", m => m.Peak(Heat) * 10),
                Number("9B10 3B", m => m.Peak(Volume) * 10),
                Number("4C 06", m => m.SetDay().Total(Heat)),
                Number("4C 14", m => m.SetDay().Total(Volume)),
                Number("7C 22", m => m.OneOf(2, 50)),
                Number("4C 26", m => m.SetDay().Hours),
                Number("CC9010 06", m => m.SetDay().Total(Heat) / 7),
                Date("42 6C", m => m.SetDay().Now),
                Time("04 6D", m => m.Now),
            ],
        ],
    };
}
