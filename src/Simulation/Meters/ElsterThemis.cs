using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Elster themis: gas; the volume at measuring conditions, a monthly register.</summary>
internal static class ElsterThemis
{
    private static readonly Usage Volume = Usage.Heating(148_000); // 0.01 m3

    public static MeterType Type { get; } = new()
    {
        Name = "Elster themis",
        Manufacturer = "ELS",
        Version = 0x33,
        Medium = 0x03,
        Telegrams =
        [
            [
                Number("0C 14", m => m.Total(Volume)), // volume, 0.01 m3
                Time("04 6D", m => m.Now),
                Number("02 FD17", 0), // error flags
                Number("4C 14", m => m.MonthStart(0).Total(Volume)),
                Date("42 6C", m => m.MonthStart(0).Now),
            ],
        ],
    };
}
