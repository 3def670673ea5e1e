using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Sontex Supercal 531 as a cooling meter: energy in MJ, reals, a superfluous DIFE.</summary>
internal static class SontexSupercal531
{
    private static readonly Usage Cold = Usage.Cooling(28_000); // MJ
    private static readonly Usage Volume = Usage.Cooling(125_000); // 0.01 m3

    public static MeterType Type { get; } = new()
    {
        Name = "Sontex Supercal 531",
        Manufacturer = "SON",
        Version = 0x0D,
        Medium = 0x0A,
        Status = static life => life.OneOf(1, 8) == 0 ? MeterType.TemporaryError : (byte)0,
        Telegrams =
        [
            [
                Number("04 0E", m => m.Total(Cold)), // energy, MJ
                Number("04 14", m => m.Total(Volume)), // volume, 0.01 m3
                Real("05 5B", m => m.Wander(1, 6_000, 8_500)), // flow temperature, °C
                Real("05 5F", m => m.Wander(2, 11_000, 14_500)), // return temperature, °C
                Real("05 3E", m => m.PerHour(Volume) * 10), // flow, m3/h
                Real("05 2B", m => m.PerHour(Cold) * 1_000_000 / 36 * 10), // power, W
                Number("C400 0E", m => m.SetDay().Total(Cold)),
                Number("C400 14", m => m.SetDay().Total(Volume)),
                Date("42 6C", m => m.SetDay().Now),
                Time("04 6D", m => m.Now),
            ],
        ],
    };
}
