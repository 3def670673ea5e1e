using System.Collections.Concurrent;
using MBus.Application;
using Metering;
using Metering.Decoded;
using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// A meter's own clock that stands still (event 2003): the date and time in its telegrams is the same in at least three readouts, over more than an hour.
/// Told once until it moves; that it was told stands in the state store.
/// </summary>
internal sealed class MeterClockWatch(IStateStore state, IEventLog events, TimeProvider time)
{
    /// <summary>What the names of its entries in the state store begin with; a meter's number follows.</summary>
    public const string State = "meter.clock-stands.";

    private const int FewestReadouts = 3;

    /// <summary>Meters with a battery renew what they send once an hour; ten minutes more, since neither they nor readouts are exact.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(70);

    private readonly ConcurrentDictionary<MeterId, Rest> _resting = new();

    /// <summary>Compares two successive readouts.</summary>
    /// <exception cref="StoreException">What was told could not be remembered; it is told again.</exception>
    public async Task CompareAsync(Meter meter, DecodedReadout before, DecodedReadout now)
    {
        if (ClockOf(now) is not { } shows)
        {
            return;
        }

        if (ClockOf(before)?.ValueText is not { } showed || showed != shows.ValueText)
        {
            await ForgetAsync(meter.Id);
            return;
        }

        var rest = _resting.AddOrUpdate(meter.Id, _ => new Rest(time.GetTimestamp(), 2), (_, known) => known with { Readouts = known.Readouts + 1 });
        if (rest.Readouts >= FewestReadouts && time.GetElapsedTime(rest.Since) >= LongestRest && !state.State.ContainsKey(StateName(meter.Id)))
        {
            await state.SetAsync(StateName(meter.Id), showed);
            events.Report(EventCode.MeterClockStandsStill, meter, $"its clock stands still at {showed}, by the meter's own time. Check its battery or supply; its set date values will be wrong");
        }
    }

    /// <summary>The clock moves, or the meter is another one or gone.</summary>
    /// <exception cref="StoreException">It could not be removed from the store.</exception>
    public Task ForgetAsync(MeterId meter)
    {
        _resting.TryRemove(meter, out _);
        return state.State.ContainsKey(StateName(meter)) ? state.RemoveAsync(StateName(meter)) : Task.CompletedTask;
    }

    private static string StateName(MeterId meter) => $"{State}{meter}";

    /// <summary>The current time of the meter: type F or I, storage 0, nothing that is said of another value.</summary>
    private static DataRecord? ClockOf(DecodedReadout readout)
    {
        foreach (var telegram in readout.Telegrams)
        {
            foreach (var record in telegram.Records)
            {
                if (record.Dib is { Storage: 0, Tariff: 0, Subunit: 0, Function: DataFunction.Instantaneous }
                    && record.Vib is { Kind: VifKind.Date, Quantity: "datetime", HasModifiers: false }
                    && record.Value is { HasValue: true, Type: DataType.DateTime })
                {
                    return record;
                }
            }
        }

        return null;
    }

    /// <summary>A clock that shows the same.</summary>
    /// <param name="Since">The timestamp of the second readout that showed it: when the first came only the gateway's clock says, which may have been set.</param>
    /// <param name="Readouts">How many did.</param>
    private sealed record Rest(long Since, int Readouts);
}
