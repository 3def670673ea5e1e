using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Schneider iEM3255: three-phase electricity; reals, the maker's VIFEs for the phases, 64 bit energy.</summary>
internal static class SchneiderIem3255
{
    private static readonly Usage Import = Usage.Electricity(8_400_000); // Wh

    public static MeterType Type { get; } = new()
    {
        Name = "Schneider iEM3255",
        Manufacturer = "SEC",
        Version = 0x18,
        Medium = 0x02,
        Telegrams =
        [
            [
                Text("0D FD0A", "SIMULATED"), // manufacturer
                Text("0D FD0C", "iEM3255"), // model
                Text("0D FD0E", "1.4.002"), // firmware
                Number("03 FD17", 0), // error flags
                Real("05 FDDCFF01", m => m.PerHour(Import) * 1_000 / 690), // current L1, A
                Real("05 FDDCFF02", m => m.PerHour(Import) * 1_050 / 690),
                Real("05 FDDCFF03", m => m.PerHour(Import) * 950 / 690),
                Real("05 FDC9FF01", m => m.Wander(1, 227_000, 236_000)), // voltage L1, V
                Real("05 FDC9FF02", m => m.Wander(2, 227_000, 236_000)),
                Real("05 FDC9FF03", m => m.Wander(3, 227_000, 236_000)),
                Real("05 2E", m => m.PerHour(Import)), // power, kW
                Real("05 FF0A", m => m.Wander(4, 930, 995)), // power factor
                Real("05 FF0B", m => m.Wander(5, 49_900, 50_100)), // frequency, Hz
            ],
            [
                Number("07 03", m => m.Total(Import)), // energy, Wh
                Number("8740 03", m => m.Total(Import) / 9), // reactive
                Number("8710 03", m => m.Total(Import) * 7 / 10), // tariff 1
                Number("8720 03", m => m.Total(Import) - (m.Total(Import) * 7 / 10)), // tariff 2
                Time("04 6D", m => m.Now),
            ],
        ],
    };
}
