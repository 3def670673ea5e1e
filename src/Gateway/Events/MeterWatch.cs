using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// Looks at each readout that is stored beside the one before it, for what its meter does wrong: the status byte changed, or is not 0 in the first (events 4000 + n), the meter's clock
/// stands still (2003), an accumulator ran backwards (2004). The readout before stands in the store, so a restart misses nothing and tells nothing twice.
/// </summary>
internal sealed class MeterWatch(MeterKeys keys, IStateStore state, IEventLog events, TimeProvider time) : IReadoutObserver
{
    private readonly StatusByteWatch _status = new(events);
    private readonly MeterClockWatch _clock = new(state, events, time);
    private readonly AccumulatorWatch _accumulators = new(events);

    /// <inheritdoc />
    public Task ObserveAsync(KeptReadout kept)
    {
        if (!kept.IsStored || kept.Readout.Telegrams.IsEmpty)
        {
            return Task.CompletedTask;
        }

        var former = kept.Before is { } before ? keys.Decode(kept.Meter, before) : null;
        if (former is null || former.Identity != kept.Readout.Identity)
        {
            // the first of this meter, or another one in its place, or one of another version: it begins anew
            _status.Begin(kept.Meter, kept.Readout.Telegrams[0].Header);
            return _clock.ForgetAsync(kept.Meter.Id);
        }

        _status.Compare(kept.Meter, former.Telegrams[0].Header, kept.Readout.Telegrams[0].Header);
        _accumulators.Compare(kept.Meter, former, kept.Readout);
        return _clock.CompareAsync(kept.Meter, former, kept.Readout);
    }

    /// <inheritdoc />
    public Task ForgetAsync(Meter meter) => _clock.ForgetAsync(meter.Id);
}
