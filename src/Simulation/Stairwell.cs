using MBus.Link;
using Simulation.DataSheets;
using Simulation.Meters;
using Simulation.Values;

namespace Simulation;

/// <summary>Which meters hang on a simulated bus, and what their numbers are.</summary>
internal static class Stairwell
{
    /// <summary>From so many meters on, the specimens with another header, structure or encryption are among them.</summary>
    public const int FirstSpecimen = 26;

    private const int LastAddress = 250;
    private const int Neighbours = 3;

    /// <summary>All types in turn, at primary addresses from 1 on.</summary>
    public static IReadOnlyList<SimulatedMeter> Install(int seed, int meters, IReadOnlyList<int> baudRates)
    {
        var root = new Seed((ulong)seed);
        var taken = new HashSet<long>();
        var installed = new List<SimulatedMeter>();
        for (var place = 1; place <= meters; place++)
        {
            var part = root.Part(place);
            var identification = Identification(root, place, taken);
            // One meter in four has got a number from its customer.
            var fabrication = place % 4 == 0 ? part.Part(5).Below(Identifications.Numbers) : identification;
            installed.Add(new SimulatedMeter(TypeAt(place), part, Identifications.Digits(identification), Identifications.Digits(fabrication), AddressAt(place), baudRates[(place - 1) % baudRates.Count]));
        }

        return installed;
    }

    /// <summary>The meters that were asked for.</summary>
    public static IReadOnlyList<SimulatedMeter> Install(int seed, IEnumerable<MeterSpecification> meters)
    {
        var root = new Seed((ulong)seed);
        return [.. meters.Select((meter, index) => new SimulatedMeter(
            TypeOf(meter, index + 1),
            root.Part(index + 1),
            meter.Identification,
            meter.FabricationNumber ?? Identifications.Fabrication(meter.Identification),
            meter.PrimaryAddress,
            meter.BaudRate))];
    }

    private static MeterType TypeOf(MeterSpecification meter, int place)
    {
        var type = (meter.TelegramLength, meter.Type) switch
        {
            ({ } length, _) => PlainWater.OfLength(length),
            (_, { } number) => MeterTypes.All[number % MeterTypes.All.Count],
            _ => TypeAt(place),
        };
        return meter.Manufacturer is { } letters ? type with { Manufacturer = letters } : type;
    }

    /// <summary>Primary addresses end at 250; meters beyond have none (0), as delivered.</summary>
    private static PrimaryAddress AddressAt(int place) =>
        place <= LastAddress ? new PrimaryAddress((byte)place) : PrimaryAddress.Unconfigured;

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
        var number = (root.Part(-1 - type).Part(box).Below(Identifications.Numbers) + neighbour) % Identifications.Numbers;
        while (!taken.Add(number))
        {
            number = (number + 1) % Identifications.Numbers;
        }

        return number;
    }
}
