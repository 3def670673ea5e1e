namespace Simulation.Meters;

/// <summary>Schlumberger Cyble of the nineties: cold water in the fixed data structure, the second counter of the set day.</summary>
internal static class SchlumbergerCyble
{
    private static readonly Usage Volume = Usage.Water(104_000); // l

    public static MeterType Type { get; } = new()
    {
        Name = "Schlumberger Cyble",
        Manufacturer = "SLB",
        Version = 0x02,
        Medium = 0x07,
        Fixed = new FixedStructure([0xE9, 0x7E], m => m.Total(Volume), m => m.SetDay().Total(Volume)), // water, l; the same, historic
    };
}
