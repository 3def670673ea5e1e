using MBus.Link;
using Simulation.Meters;
using Simulation.Values;

namespace Simulation;

/// <summary>Which meters hang on a simulated bus, and what their numbers are.</summary>
internal static class Stairwell
{
    /// <summary>From so many meters on, the specimens with another header, structure or encryption are among them.</summary>
    public const int FirstSpecimen = 26;

    private const int Neighbours = 3;
    private const int Numbers = 100_000_000;

    /// <summary>All types in turn, at primary addresses from 1 on.</summary>
    public static IReadOnlyList<SimulatedMeter> Install(int seed, int meters, int baudRate)
    {
        var root = new Seed((ulong)seed);
        var taken = new HashSet<long>();
        var installed = new List<SimulatedMeter>();
        for (var place = 1; place <= meters; place++)
        {
            var part = root.Part(place);
            var identification = Identification(root, place, taken);
            // One meter in four has got a number from its customer.
            var fabrication = place % 4 == 0 ? part.Part(5).Below(Numbers) : identification;
            installed.Add(new SimulatedMeter(TypeAt(place), part, Digits(identification), Digits(fabrication), new PrimaryAddress((byte)place), baudRate));
        }

        return installed;
    }

    /// <summary>The type of the meter at a place.</summary>
    private static MeterType TypeAt(int place)
    {
        var specimen = place - FirstSpecimen;
        return specimen >= 0 && specimen < MeterTypes.Specimens.Count
            ? MeterTypes.Specimens[specimen]
            : MeterTypes.All[(place - 1) % MeterTypes.All.Count];
    }

    /// <summary>Meters of one type come out of the same box: their numbers follow one another.</summary>
    private static long Identification(Seed root, int place, HashSet<long> taken)
    {
        var (round, type) = Math.DivRem(place - 1, MeterTypes.All.Count);
        var (box, neighbour) = Math.DivRem(round, Neighbours);
        var number = (root.Part(-1 - type).Part(box).Below(Numbers) + neighbour) % Numbers;
        while (!taken.Add(number))
        {
            number = (number + 1) % Numbers;
        }

        return number;
    }

    /// <summary>A number as eight BCD digits.</summary>
    private static uint Digits(long number) =>
        uint.Parse($"{number:D8}", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
}
