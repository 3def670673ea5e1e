using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Sensus PolluCom E: heat; BCD, two telegrams: now, and the registers of the set day and of 3 months.</summary>
internal static class SensusPolluCom
{
    private static readonly Usage Heat = Usage.Heating(17_200); // kWh
    private static readonly Usage Volume = Usage.Heating(520_000); // l

    public static MeterType Type { get; } = new()
    {
        Name = "Sensus PolluCom E",
        Manufacturer = "SEN",
        Version = 0x08,
        Medium = 0x04,
        Telegrams =
        [
            [
                Number("0C 06", m => m.Total(Heat)), // energy, kWh
                Number("0C 13", m => m.Total(Volume)), // volume, l
                Number("0C 3B", m => m.PerHour(Volume)), // flow, l/h
                Number("0C 2B", m => m.PerHour(Heat) * 1_000), // power, W
                Number("02 5A", m => m.Wander(1, 520, 710)), // flow temperature, 0.1 °C
                Number("02 5E", m => m.Wander(2, 310, 450)), // return temperature, 0.1 °C
                Number("03 60", m => (m.Wander(1, 520, 710) - m.Wander(2, 310, 450)) * 100), // difference, 0.001 K
                Number("0C 78", m => m.Identification),
                Number("0C FD10", m => m.Identification), // customer location
            ],
            [
                Number("4C 06", m => m.SetDay().Total(Heat)),
                Number("4C 13", m => m.SetDay().Total(Volume)),
                Date("42 6C", m => m.SetDay().Now),
                Number("8C01 06", m => m.MonthStart(0).Total(Heat)),
                Date("8201 6C", m => m.MonthStart(0).Now),
                Number("CC01 06", m => m.MonthStart(1).Total(Heat)),
                Date("C201 6C", m => m.MonthStart(1).Now),
                Number("8C02 06", m => m.MonthStart(2).Total(Heat)),
                Date("8202 6C", m => m.MonthStart(2).Now),
                Time("04 6D", m => m.Now),
            ],
        ],
    };
}
