using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Itron Cyble M-Bus on a water meter: a text unit for the battery, backflow as VIFE 7Fh, the maker's data.</summary>
internal static class ItronCyble
{
    private static readonly Usage Volume = Usage.Water(118_000); // l

    public static MeterType Type { get; } = new()
    {
        Name = "Itron Cyble",
        Manufacturer = "ACW",
        Version = 0x14,
        Medium = 0x07,
        ManufacturerData = [0x00, 0x00, 0x1F],
        Telegrams =
        [
            [
                Number("0C 78", m => m.Identification),
                Text("0D FD11", "SIMULATED"), // customer
                Time("04 6D", m => m.Now),
                Number("02 7C", m => Math.Max(0, 4_380 - m.Days), "battery"), // days left
                Number("04 13", m => m.Total(Volume)), // volume, l
                Number("04 937F", m => m.OneOf(1, 40)), // backflow, l
                Number("44 13", m => m.MonthStart(0).Total(Volume)),
            ],
        ],
    };
}
