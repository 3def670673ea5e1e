using System.Collections.Concurrent;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>
/// Finds out that another meter hangs behind the primary address of a known one: when it answers in two successive readouts and the known one in
/// neither, the known meter is closed and the other one is put in its place. Their readings are never mixed.
/// </summary>
internal sealed class MeterReplacement(IMeterStore meters, IEventLog events)
{
    private readonly ConcurrentDictionary<MeterId, Seen> _seen = new();

    /// <summary>Is told of every readout of a meter, one at a time for each meter.</summary>
    /// <param name="meter">The meter that was read.</param>
    /// <param name="result">What came.</param>
    /// <param name="now">The time, UTC.</param>
    /// <returns>The meter in its place, when that has just been proven; else null.</returns>
    /// <exception cref="StoreException">The exchange could not be stored; it is tried again with the next readout.</exception>
    public async Task<Meter?> ObserveAsync(Meter meter, ReadoutResult result, DateTimeOffset now)
    {
        if (StrangerIn(meter, result) is not { } stranger || meters.Find(meter.Id) is not { } place || !IsWhereItWas(place, meter))
        {
            _seen.TryRemove(meter.Id, out _);
            return null;
        }

        if (_seen.GetValueOrDefault(meter.Id) is not { } seen || seen.Stranger != stranger)
        {
            _seen[meter.Id] = new Seen(stranger, IsTold: false);
            return null;
        }

        if (meters.Meters.Values.FirstOrDefault(known => known.ReplacedAt is null && known.Identity == stranger) is { } elsewhere)
        {
            TellKnown(place, elsewhere, seen);
            return null;
        }

        return await ReplaceAsync(place, stranger, now);
    }

    /// <summary>Who answered in the place of a known meter that kept silent; null when nobody did, or one that does not fully say who it is.</summary>
    private static SecondaryAddress? StrangerIn(Meter meter, ReadoutResult result) =>
        meter is { Addressing: AddressingMode.Primary, Identity: { } known }
        && result is { Stranger: { IsComplete: true } stranger, Telegrams.Count: 0 }
        && !known.Matches(stranger)
            ? stranger
            : null;

    /// <summary>Whether nobody has changed what was read, closed it or moved it meanwhile.</summary>
    private static bool IsWhereItWas(Meter now, Meter read) =>
        now.Active && now.Addressing == read.Addressing && now.Identity == read.Identity && now.Bus == read.Bus && now.PrimaryAddress == read.PrimaryAddress;

    /// <summary>The other meter is installed already, perhaps by its secondary address or at another place: a person has to say what is true.</summary>
    private void TellKnown(Meter place, Meter other, Seen seen)
    {
        if (seen.IsTold)
        {
            return;
        }

        _seen[place.Id] = seen with { IsTold = true };
        events.Report(
            EventCode.MeterReplaced,
            place,
            $"{Describe(other)} answers at its primary address {place.PrimaryAddress}, and is installed already on bus {other.Bus}. Nothing was changed: check the addresses of both.");
    }

    private async Task<Meter?> ReplaceAsync(Meter old, SecondaryAddress stranger, DateTimeOffset now)
    {
        // a meter is its secondary address: one that comes back goes on with its own history, key and logical device
        var former = meters.Meters.Values.FirstOrDefault(known => known is { ReplacedAt: not null, FabricationNumber: "" } && known.Identity == stranger && known.Simulated == old.Simulated);
        try
        {
            var (closed, placed) = await meters.ReplaceAsync(
                old.Id,
                now,
                former ?? new Meter { Bus = old.Bus, Identity = stranger },
                (place, meter) => IsWhereItWas(place, old) ? InPlaceOf(place, meter) : throw new KeyNotFoundException($"Meter {old.Id} was moved."));
            events.Report(
                EventCode.MeterReplaced,
                closed,
                $"replaced by {Describe(placed)} at primary address {placed.PrimaryAddress} of bus {placed.Bus}, logical device {placed.LogicalDeviceAddress}. Its readings stay; it is no longer read.");
            events.Report(
                EventCode.NewMeterInstalled,
                placed,
                $"installed in place of {Describe(closed)} at primary address {placed.PrimaryAddress} of bus {placed.Bus}, as logical device {placed.LogicalDeviceAddress}.");
            return placed;
        }
        catch (KeyNotFoundException)
        {
            // removed or moved in this very moment
            return null;
        }
        finally
        {
            _seen.TryRemove(old.Id, out _);
        }
    }

    /// <summary>What belongs to the place goes over: name, bus, address, rate, group, and how often it is read. Key and peculiarities are the meter's own.</summary>
    private static Meter InPlaceOf(Meter place, Meter meter) => meter with
    {
        Name = place.Name,
        Bus = place.Bus,
        Addressing = place.Addressing,
        PrimaryAddress = place.PrimaryAddress,
        BaudRate = place.BaudRate,
        Group = place.Group,
        Simulated = place.Simulated,
        Readout = meter.Readout with { Interval = place.Readout.Interval, MinimumInterval = place.Readout.MinimumInterval, Quota = place.Readout.Quota },
    };

    private static string Describe(Meter meter) => meter.Identity is { } identity ? $"{identity.Manufacturer} {identity.IdentificationText} ({identity})" : $"meter {meter.Id}";

    /// <summary>Who answered at the last readout, and whether it was told that nothing can be done about it.</summary>
    private sealed record Seen(SecondaryAddress Stranger, bool IsTold);
}
