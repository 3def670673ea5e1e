using System.Collections.Concurrent;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// The last readout of a meter: the store's, or that of continuous mode when it came later. Those of continuous mode are kept in memory alone,
/// one a meter: they are served, never stored and never pushed.
/// </summary>
internal sealed class LiveReadings(IReadoutStore store)
{
    private readonly ConcurrentDictionary<MeterId, Shown> _shown = new();

    /// <summary>The last readout. No lock, no I/O.</summary>
    public LastReadout Last(MeterId meter)
    {
        var stored = store.Last(meter);
        if (_shown.GetValueOrDefault(meter) is not { } shown || !ReferenceEquals(shown.Before.Readout, stored.Readout))
        {
            return stored;
        }

        // the same record, or another with the same reading: only an attempt has failed since
        return ReferenceEquals(shown.Before, stored) ? shown.Live : new LastReadout(shown.Live.Readout, stored.FailedAt);
    }

    /// <summary>
    /// Serves a readout of continuous mode until a later one is shown or stored. Which came later is told by the order of coming and not
    /// by the clock, which may be set back.
    /// </summary>
    public void Show(MeterReadout readout) =>
        _shown[readout.Meter] = new Shown(store.Last(readout.Meter), new LastReadout(readout, FailedAt: null));

    /// <summary>A readout that is shown.</summary>
    /// <param name="Before">The store's last readout when it was shown.</param>
    /// <param name="Live">The readout.</param>
    private sealed record Shown(LastReadout Before, LastReadout Live);
}
