using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Kamstrup Multical 403: heat, ultrasonic; integers, the maker's own energies E8 and E9, a monthly register.</summary>
internal static class KamstrupMultical403
{
    private static readonly Usage Heat = Usage.Heating(14_500); // kWh
    private static readonly Usage Volume = Usage.Heating(42_000); // 0.01 m3

    public static MeterType Type { get; } = new()
    {
        Name = "Kamstrup Multical 403",
        Manufacturer = "KAM",
        Version = 0x35,
        Medium = 0x04,
        Telegrams =
        [
            [
                Number("0C 78", m => m.Identification),
                Number("04 06", m => m.Total(Heat)), // energy, kWh
                Number("04 14", m => m.Total(Volume)), // volume, 0.01 m3
                Number("04 FF07", m => m.Total(Volume) * 62 / 100), // E8, m3 x flow temperature
                Number("04 FF08", m => m.Total(Volume) * 38 / 100), // E9, m3 x return temperature
                Number("04 22", m => m.Hours), // operating hours
                Number("04 59", m => m.Wander(1, 6_000, 7_500)), // flow temperature, 0.01 °C
                Number("04 5D", m => m.Wander(2, 3_000, 4_200)), // return temperature, 0.01 °C
                Number("04 61", m => m.Wander(1, 6_000, 7_500) - m.Wander(2, 3_000, 4_200)), // difference, 0.01 K
                Number("04 2D", m => m.PerHour(Heat) * 10), // power, 0.1 kW
                Number("14 2D", m => m.Peak(Heat) * 10),
                Number("04 3B", m => m.PerHour(Volume) * 10), // flow, l/h
                Number("14 3B", m => m.Peak(Volume) * 10),
                Number("04 FF22", 0), // info code
                Time("04 6D", m => m.Now),
                Number("44 06", m => m.MonthStart(0).Total(Heat)),
                Number("44 14", m => m.MonthStart(0).Total(Volume)),
                Number("54 2D", m => m.MonthStart(1).Peak(Heat) * 10),
                Number("54 3B", m => m.MonthStart(1).Peak(Volume) * 10),
                Date("42 6C", m => m.MonthStart(0).Now),
            ],
        ],
    };
}
