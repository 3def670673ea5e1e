using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>ABB B23: three-phase electricity; 12 digits BCD, four telegrams: energies, power and current, voltages, tariffs.</summary>
internal static class AbbB23
{
    private static readonly Usage Import = Usage.Electricity(620_000); // 0.01 kWh
    private static readonly Usage Export = Usage.Cooling(180_000); // 0.01 kWh: a solar roof

    public static MeterType Type { get; } = new()
    {
        Name = "ABB B23",
        Manufacturer = "ABB",
        Version = 0x20,
        Medium = 0x02,
        Telegrams =
        [
            [
                Number("0E 8400", m => m.Total(Import)), // import, 0.01 kWh
                Number("8E40 8400", m => m.Total(Export)), // export
                Number("07 FD9700", 0), // error flags
                Text("0D FD8E00", "SIMULATED"), // firmware version
            ],
            [
                Number("04 A9FF8100", m => Power(m)), // power L1, 0.01 W
                Number("04 A9FF8200", m => Power(m) * 9 / 10),
                Number("04 A9FF8300", m => Power(m) * 11 / 10),
                Number("04 A900", m => Power(m) * 3),
                Number("04 FDD9FF8100", m => Power(m) * 10 / 230 / 100), // current L1, mA
                Number("04 FDD9FF8200", m => Power(m) * 9 / 230 / 100),
                Number("04 FDD9FF8300", m => Power(m) * 11 / 230 / 100),
                Number("0A FFD900", m => m.Wander(4, 4_985, 5_015)), // frequency, 0.01 Hz
            ],
            [
                Number("04 FDC8FF8100", m => m.Wander(1, 2_270, 2_360)), // voltage L1, 0.1 V
                Number("04 FDC8FF8200", m => m.Wander(2, 2_270, 2_360)),
                Number("04 FDC8FF8300", m => m.Wander(3, 2_270, 2_360)),
                Number("04 FDC8FF8500", m => m.Wander(1, 2_270, 2_360) * 1_732 / 1_000), // L1-L2
            ],
            [
                Number("8E10 8400", m => m.Total(Import) * 6 / 10), // tariff 1, 0.01 kWh
                Number("8E20 8400", m => m.Total(Import) - (m.Total(Import) * 6 / 10)), // tariff 2
                Number("8E30 8400", 0),
                Number("8E8010 8400", 0),
            ],
        ],
    };

    /// <summary>The power of one phase, 0.01 W.</summary>
    private static long Power(MeterLife meter) => meter.PerHour(Import) * 1_000 / 3;
}
