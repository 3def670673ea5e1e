using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Kamstrup Multical 603: heat and cooling; cooling energy as VIFE 3C, short integers, an error-state hour counter.</summary>
internal static class KamstrupMultical603
{
    private static readonly Usage Heat = Usage.Heating(31_000); // kWh
    private static readonly Usage Cold = Usage.Cooling(9_000); // kWh
    private static readonly Usage Volume = Usage.Heating(88_000); // 0.01 m3

    public static MeterType Type { get; } = new()
    {
        Name = "Kamstrup Multical 603",
        Manufacturer = "KAM",
        Version = 0x40,
        Medium = 0x0D,
        Telegrams =
        [
            [
                Number("04 06", m => m.Total(Heat)), // energy, kWh
                Number("04 863C", m => m.Total(Cold)), // cooling energy, kWh
                Number("04 14", m => m.Total(Volume)), // volume, 0.01 m3
                Number("04 FF07", m => m.Total(Volume) * 55 / 100),
                Number("04 FF08", m => m.Total(Volume) * 41 / 100),
                Number("03 22", m => m.Hours), // operating hours
                Number("33 22", m => m.OneOf(1, 30)), // hours in an error state
                Number("02 59", m => m.Wander(1, 5_200, 6_900)), // flow temperature, 0.01 °C
                Number("02 5D", m => m.Wander(2, 2_800, 3_900)), // return temperature, 0.01 °C
                Number("02 61", m => m.Wander(1, 5_200, 6_900) - m.Wander(2, 2_800, 3_900)),
                Number("02 2D", m => m.PerHour(Heat) * 10), // power, 0.1 kW
                Number("12 2D", m => m.Peak(Heat) * 10),
                Number("02 3B", m => m.PerHour(Volume) * 10), // flow, l/h
                Number("12 3B", m => m.Peak(Volume) * 10),
                Number("02 FF22", 0), // info code
                Number("44 06", m => m.MonthStart(0).Total(Heat)),
                Number("44 863C", m => m.MonthStart(0).Total(Cold)),
                Number("44 14", m => m.MonthStart(0).Total(Volume)),
                Number("52 2D", m => m.MonthStart(1).Peak(Heat) * 10),
                Number("52 3B", m => m.MonthStart(1).Peak(Volume) * 10),
                Date("42 6C", m => m.MonthStart(0).Now),
            ],
        ],
    };
}
