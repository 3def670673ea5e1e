using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Engelmann Sensostar U: heat; tariffs, and two pulse inputs as subunits.</summary>
internal static class EngelmannSensostarU
{
    private static readonly Usage Heat = Usage.Heating(9_700); // kWh
    private static readonly Usage Volume = Usage.Heating(310_000); // l
    private static readonly Usage Pulses = Usage.Water(48_000); // l

    public static MeterType Type { get; } = new()
    {
        Name = "Engelmann Sensostar U",
        Manufacturer = "EFE",
        Version = 0x00,
        Medium = 0x04,
        Telegrams =
        [
            [
                Number("04 78", m => m.Identification),
                Number("04 06", m => m.Total(Heat)), // energy, kWh
                Number("04 13", m => m.Total(Volume)), // volume, l
                Number("04 2B", m => m.PerHour(Heat) * 1_000), // power, W
                Number("14 2B", m => m.Peak(Heat) * 1_000),
                Number("04 3B", m => m.PerHour(Volume)), // flow, l/h
                Number("14 3B", m => m.Peak(Volume)),
                Number("02 5B", m => m.Wander(1, 48, 66)), // flow temperature, °C
                Number("02 5F", m => m.Wander(2, 30, 41)), // return temperature, °C
                Number("02 61", m => (m.Wander(1, 48, 66) - m.Wander(2, 30, 41)) * 100), // difference, 0.01 K
                Number("02 23", m => m.Days), // on time, d
                Time("04 6D", m => m.Now),
                Number("44 06", m => m.SetDay().Total(Heat)),
                Number("44 13", m => m.SetDay().Total(Volume)),
                Date("42 6C", m => m.SetDay().Now),
                Number("01 FD17", 0), // error flags
                Number("03 FD0C", 5), // model version
                Number("8410 06", m => m.Total(Heat) / 5), // tariff 1
                Number("C410 06", m => m.SetDay().Total(Heat) / 5),
                Number("8440 13", m => m.Total(Pulses)), // pulse input 1
                Number("C440 13", m => m.SetDay().Total(Pulses)),
                Number("848040 13", m => m.Total(Pulses) * 2 / 3), // pulse input 2
                Number("C48040 13", m => m.SetDay().Total(Pulses) * 2 / 3),
            ],
        ],
    };
}
