using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>Stores the meters that a search has found, for the service to read.</summary>
/// <param name="Added">Those that were not stored yet, as they are stored now.</param>
/// <param name="Known">How many were there already.</param>
/// <param name="Refused">Those that cannot be stored, each with what is wrong.</param>
internal sealed record FoundMeters(IReadOnlyList<Meter> Added, int Known, IReadOnlyList<(FoundOnBus Meter, string Reason)> Refused)
{
    /// <summary>Adds those that are not stored yet; each is a meter installed (event 105).</summary>
    /// <param name="meters">The store.</param>
    /// <param name="events">Is told of them; null: nobody is.</param>
    /// <param name="bus">The bus's name.</param>
    /// <param name="baudRate">The bus's rate in baud; a meter that answered at another one keeps its own.</param>
    /// <param name="found">What the search has found.</param>
    /// <param name="nameOf">Gives the free name of a meter that is added; null: none has one.</param>
    /// <exception cref="StoreException">One could not be stored; those before it are.</exception>
    public static async Task<FoundMeters> AddAsync(IMeterStore meters, IEventLog? events, string bus, int baudRate, IReadOnlyList<FoundOnBus> found, Func<FoundOnBus, string>? nameOf = null)
    {
        List<Meter> added = [];
        List<(FoundOnBus, string)> refused = [];
        foreach (var meter in found.Where(meter => Find(meters, bus, meter) is null))
        {
            var wanted = ToMeter(bus, baudRate, meter) with { Name = nameOf?.Invoke(meter) ?? "" };
            if (MeterCheck.Of(wanted, key: null, meters.Meters.Values, [bus], groups: []) is { Count: > 0 } issues)
            {
                refused.Add((meter, string.Join(" ", issues)));
                continue;
            }

            added.Add(await meters.AddAsync(wanted));
            events?.Report(EventCode.NewMeterInstalled, added[^1], $"found by a search, installed as logical device {added[^1].LogicalDeviceAddress}.");
        }

        return new FoundMeters(added, found.Count - added.Count - refused.Count, refused);
    }

    /// <summary>The meter as which a found one is stored; null: it is not.</summary>
    public static Meter? Find(IMeterStore meters, string bus, FoundOnBus found) => meters.Meters.Values.FirstOrDefault(known => IsSame(known, bus, found));

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
