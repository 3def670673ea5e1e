using System.Collections.Concurrent;
using Gateway.Configuration;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// Gives the last readout of a meter, after reading the meter when it is older than <see cref="GatewayOptions.MaxAge"/>. When
/// that fails or takes too long, the last one all the same: its time says how old it is.
/// </summary>
internal sealed class FreshReadings(LiveReadings live, BusWorkers buses, GatewayOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<MeterId, Wait> _waits = new();

    /// <summary>The last readout; completes at once when it is young enough or the meter cannot be read now.</summary>
    public ValueTask<LastReadout> GetAsync(Meter meter, CancellationToken cancellationToken)
    {
        var last = live.Last(meter.Id);
        return !meter.Active || IsYoung(last) || buses.Find(meter.Bus) is not { } bus
            ? ValueTask.FromResult(last)
            : ReadNowAsync(bus, meter.Id, cancellationToken);
    }

    /// <summary>
    /// Whether the meter was tried within the last <see cref="GatewayOptions.MaxAge"/>; a silent meter is not asked for every
    /// register. An attempt from the future, made before the clock was set back, does not count.
    /// </summary>
    private bool IsYoung(LastReadout last)
    {
        var now = time.GetUtcNow();
        return IsWithin(now - last.Readout?.ReadAt) || IsWithin(now - last.FailedAt);
    }

    private bool IsWithin(TimeSpan? age) => age >= TimeSpan.Zero && age <= options.MaxAge;

    /// <summary>
    /// The wait counts from the first request for the readout that is under way, so that a head-end that asks for twenty registers of a
    /// held-up meter waits once and not twenty times.
    /// </summary>
    private async ValueTask<LastReadout> ReadNowAsync(BusWorker bus, MeterId meter, CancellationToken cancellationToken)
    {
        var done = bus.ReadAsync(meter, ReadoutPrecedence.OnDemand);
        var wait = _waits.AddOrUpdate(
            meter, _ => new Wait(done, time.GetTimestamp()), (_, known) => ReferenceEquals(known.Done, done) ? known : new Wait(done, time.GetTimestamp()));
        var left = options.OnDemandTimeout - time.GetElapsedTime(wait.Since);
        try
        {
            await done.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // the readout goes on; who asks later has its result
        }

        return live.Last(meter);
    }

    /// <summary>A readout that is waited for, and the timestamp of the first request for it.</summary>
    private sealed record Wait(Task Done, long Since);
}
