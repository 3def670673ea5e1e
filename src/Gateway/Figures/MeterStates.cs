using System.Collections.Concurrent;
using Gateway.Readout;
using Metering;

namespace Gateway.Figures;

/// <summary>The state of each meter's last readout. Whether one is encrypted is told by its telegrams alone, so that is looked up once for each.</summary>
internal sealed class MeterStates(LiveReadings readings, MeterKeys keys)
{
    private readonly ConcurrentDictionary<MeterId, (MeterReadout Readout, Meter Meter, bool IsEncrypted)> _known = new();

    /// <summary>The last readout and its state.</summary>
    public (LastReadout Last, LastReadoutState State) Of(Meter meter)
    {
        var last = readings.Last(meter.Id);
        return (last, last is { State: LastReadoutState.Ok or LastReadoutState.Incomplete, Readout: { } readout } && IsEncrypted(meter, readout) ? LastReadoutState.Encrypted : last.State);
    }

    /// <summary>Forgets meters that are gone.</summary>
    public void Keep(IReadOnlyDictionary<int, Meter> meters)
    {
        foreach (var gone in _known.Keys.Where(meter => !meters.ContainsKey(meter.Value)))
        {
            _known.TryRemove(gone, out _);
        }
    }

    private bool IsEncrypted(Meter meter, MeterReadout readout)
    {
        if (!_known.TryGetValue(meter.Id, out var known) || !ReferenceEquals(known.Readout, readout) || !ReferenceEquals(known.Meter, meter))
        {
            _known[meter.Id] = known = (readout, meter, keys.Decode(meter, readout).IsEncrypted);
        }

        return known.IsEncrypted;
    }
}
