using System.Collections.Concurrent;
using Metering;

namespace Gateway.Readout;

/// <summary>The last readout of a meter: the store's, or a newer one of continuous mode, which is kept in memory only.</summary>
internal sealed class LiveReadings(IReadoutStore store)
{
    private readonly ConcurrentDictionary<MeterId, MeterReadout> _shown = new();

    /// <summary>The newer of the two.</summary>
    public LastReadout Last(MeterId meter)
    {
        var last = store.Last(meter);
        return _shown.TryGetValue(meter, out var shown) && (last.Readout is null || shown.ReadAt > last.Readout.ReadAt)
            ? new LastReadout(shown, FailedAt: null)
            : last;
    }

    /// <summary>Shows a readout that is not stored.</summary>
    public void Show(MeterReadout readout) => _shown[readout.Meter] = readout;
}
