using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Diehl Hydrus: cold water, ultrasonic; encrypted in security mode 5, the remaining battery life, 3 months.</summary>
internal static class DiehlHydrus
{
    private static readonly Usage Volume = Usage.Water(95_000); // l

    public static MeterType Type { get; } = new()
    {
        Name = "Diehl Hydrus",
        Manufacturer = "DME",
        Version = 0x70,
        Medium = 0x16,
        IsEncrypted = true,
        Telegrams =
        [
            [
                Number("0C 13", m => m.Total(Volume)), // volume, l
                Number("02 3B", m => m.PerHour(Volume)), // flow, l/h
                Number("02 5A", m => m.Wander(1, 80, 160)), // temperature of the water, 0.1 °C
                Time("04 6D", m => m.Now),
                Number("02 FD74", m => Math.Max(0, 5_475 - m.Days)), // battery life, d
                Number("02 FD17", 0), // error flags
                Number("4C 13", m => m.MonthStart(0).Total(Volume)),
                Date("42 6C", m => m.MonthStart(0).Now),
                Number("8C01 13", m => m.MonthStart(1).Total(Volume)),
                Date("8201 6C", m => m.MonthStart(1).Now),
            ],
        ],
    };
}
