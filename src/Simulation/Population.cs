using MBus.Link;
using Simulation.Meters;
using Simulation.Values;

namespace Simulation;

/// <summary>Buses whose meters' numbers are chosen, for searches: a stairwell draws them.</summary>
public static class Population
{
    private const uint Numbers = 100_000_000;

    /// <summary>A bus with these meters, at primary addresses 1, 2, 3 ...</summary>
    /// <param name="seed">The same seed gives the same values and faults.</param>
    /// <param name="meters">The plates, at most <see cref="SimulatedBus.MaximumMeters"/>.</param>
    /// <param name="time">The time that the values follow.</param>
    /// <param name="baudRate">The baud rate of all meters.</param>
    public static SimulatedBus Of(int seed, IEnumerable<MeterPlate> meters, TimeProvider time, int baudRate = 2400)
    {
        var root = new Seed((ulong)seed);
        var installed = meters.Select((plate, place) => new SimulatedMeter(
            MeterTypes.All[plate.Type % MeterTypes.All.Count],
            root.Part(place + 1),
            plate.Identification,
            plate.FabricationNumber ?? plate.Identification,
            new PrimaryAddress((byte)(place + 1)),
            baudRate)).ToList();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(installed.Count, SimulatedBus.MaximumMeters, nameof(meters));
        return new SimulatedBus(installed, seed, time);
    }

    /// <summary>Plates of all types in turn, with identifications all over the range.</summary>
    public static IEnumerable<MeterPlate> Random(int seed, int meters)
    {
        var taken = new HashSet<long>();
        for (var draw = 0; taken.Count < meters; draw++)
        {
            if (new Seed((ulong)seed).Part(draw).Below(Numbers) is var number && taken.Add(number))
            {
                yield return new MeterPlate(Digits(number), taken.Count);
            }
        }
    }

    /// <summary>Plates of one type, out of the same box: their identifications follow one another.</summary>
    /// <param name="first">The first identification, as a number.</param>
    /// <param name="meters">How many.</param>
    public static IEnumerable<MeterPlate> Consecutive(long first, int meters) =>
        Enumerable.Range(0, meters).Select(place => new MeterPlate(Digits(first + place), 0));

    /// <summary>Pairs of meters of two makes with one identification, all over the range.</summary>
    public static IEnumerable<MeterPlate> Pairs(int seed, int pairs) =>
        Random(seed, pairs).SelectMany(plate => new[] { plate, plate with { Type = plate.Type + 1 } });

    /// <summary>A number as eight BCD digits.</summary>
    private static uint Digits(long number) =>
        uint.Parse($"{number:D8}", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
}
