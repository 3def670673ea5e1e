using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Carlo Gavazzi EM24: three-phase electricity; integers, phases as subunits, the power factor as VIFE 73h.</summary>
internal static class GavazziEm24
{
    private static readonly Usage Import = Usage.Electricity(71_000); // 0.1 kWh

    public static MeterType Type { get; } = new()
    {
        Name = "Carlo Gavazzi EM24",
        Manufacturer = "GAV",
        Version = 0x5A,
        Medium = 0x02,
        Telegrams =
        [
            [
                Number("04 05", m => m.Total(Import)), // energy, 0.1 kWh
                Number("8440 05", m => m.Total(Import) * 3 / 10), // L1
                Number("848040 05", m => m.Total(Import) * 35 / 100), // L2
                Number("84C040 05", m => m.Total(Import) - (m.Total(Import) * 3 / 10) - (m.Total(Import) * 35 / 100)), // L3
                Number("04 2A", m => m.PerHour(Import) * 1_000), // power, 0.1 W
                Number("04 FF01", m => m.PerHour(Import) * 210), // reactive power, 0.1 var
                Number("02 FDBA73", m => m.Wander(4, 920, 990)), // power factor, 0.001
                Number("04 FD48", m => m.Wander(1, 2_280, 2_350)), // voltage, 0.1 V
                Number("84808040 FD48", m => m.Wander(1, 2_280, 2_350) * 1_732 / 1_000), // between phases
                Time("04 6D", m => m.Now),
            ],
        ],
    };
}
