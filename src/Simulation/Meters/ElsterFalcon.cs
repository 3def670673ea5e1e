using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Elster Falcon on a warm water meter: BCD, the next set day as VIFE 7Eh, the maker's data.</summary>
internal static class ElsterFalcon
{
    private static readonly Usage Volume = Usage.Water(46_000); // l

    public static MeterType Type { get; } = new()
    {
        Name = "Elster Falcon",
        Manufacturer = "ELS",
        Version = 0x0A,
        Medium = 0x06,
        ManufacturerData = [0x0E, 0x42, 0x20, 0x01, 0x01, 0x01],
        Telegrams =
        [
            [
                Number("0C 13", m => m.Total(Volume)), // volume, l
                Time("04 6D", m => m.Now),
                Date("42 6C", m => m.SetDay().Now),
                Number("4C 13", m => m.SetDay().Total(Volume)),
                Date("42 EC7E", m => m.SetDay().Now.AddYears(1)), // next set day
                Number("12 3B", m => m.Peak(Volume)), // flow, l/h
                Number("02 3B", m => m.PerHour(Volume)),
            ],
        ],
    };
}
