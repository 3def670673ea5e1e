using Metering;

namespace Gateway.Readout;

/// <summary>Stores the meters that a search has found, for the service to read.</summary>
/// <param name="Added">Those that were not stored yet, as they are stored now.</param>
/// <param name="Known">How many were there already.</param>
/// <param name="Refused">Those that cannot be stored, each with what is wrong.</param>
internal sealed record FoundMeters(IReadOnlyList<Meter> Added, int Known, IReadOnlyList<(FoundOnBus Meter, string Reason)> Refused)
{
    /// <summary>Adds those that are not stored yet, all at once.</summary>
    /// <param name="meters">The store.</param>
    /// <param name="bus">The bus's name.</param>
    /// <param name="baudRate">The bus's rate in baud; a meter that answered at another one keeps its own.</param>
    /// <param name="found">What the search has found.</param>
    /// <param name="nameOf">Gives the free name of a meter that is added; null: none has one.</param>
    /// <exception cref="StoreException">They could not be stored; none is.</exception>
    public static async Task<FoundMeters> AddAsync(IMeterStore meters, string bus, int baudRate, IReadOnlyList<FoundOnBus> found, Func<FoundOnBus, string>? nameOf = null)
    {
        var known = meters.Meters.Values.ToList();
        List<Meter> wanted = [];
        List<(FoundOnBus, string)> refused = [];
        foreach (var meter in found.Where(meter => !known.Exists(one => IsSame(one, bus, meter))))
        {
            // until they are stored they are told apart by numbers that no stored meter has
            var one = ToMeter(bus, baudRate, meter) with { Id = new MeterId(int.MaxValue - wanted.Count), Name = nameOf?.Invoke(meter) ?? "" };
            if (MeterCheck.Of(one, key: null, known, [bus], groups: []) is { Count: > 0 } issues)
            {
                refused.Add((meter, Words(issues, wanted)));
                continue;
            }

            known.Add(one);
            wanted.Add(one);
        }

        var added = await meters.AddAllAsync(wanted);
        return new FoundMeters(added, found.Count - added.Count - refused.Count, refused);
    }

    /// <summary>The meter as which a found one is stored; null: it is not.</summary>
    public static Meter? Find(IMeterStore meters, string bus, FoundOnBus found) => meters.Meters.Values.FirstOrDefault(known => IsSame(known, bus, found));

    /// <summary>Numbers of meters that are not stored say nothing.</summary>
    private static string Words(IReadOnlyList<MeterIssue> issues, List<Meter> wanted) => wanted.Aggregate(
        string.Join(" ", issues), (text, other) => text.Replace($"meter {other.Id} ", "one that was found with it ", StringComparison.Ordinal));

    private static bool IsSame(Meter known, string bus, FoundOnBus found) =>
        known.ReplacedAt is null && known.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase)
        && (found.Secondary is { } secondary
            ? known.Identity == secondary && (found.FabricationNumber is not { } number || known.FabricationNumber == Text(number))
            : known.PrimaryAddress == found.Primary);

    private static Meter ToMeter(string bus, int baudRate, FoundOnBus found) => new()
    {
        Bus = bus,
        Addressing = found.ByPrimary || found.Secondary is not { IsComplete: true } ? AddressingMode.Primary : AddressingMode.Secondary,
        PrimaryAddress = found.Primary,
        Identity = found.Secondary,
        FabricationNumber = found.FabricationNumber is { } number ? Text(number) : "",
        BaudRate = found.BaudRate == baudRate ? null : found.BaudRate,
    };

    private static string Text(uint number) => $"{number:X8}";
}
