using Metering;

namespace Gateway.Readout;

/// <summary>Continuous mode of a bus: when nothing else is to be done its meters are read in turn; the values are shown and not stored.</summary>
internal sealed class ContinuousMode
{
    private volatile bool _isOn;
    private bool _rests;
    private MeterId _last;

    /// <summary>Whether the bus is in it.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>An order was carried out: after one of this mode that failed there is a pause.</summary>
    public void Ended(ReadoutPrecedence precedence, ReadoutOutcome outcome) =>
        _rests = precedence == ReadoutPrecedence.Continuous && outcome != ReadoutOutcome.Read;

    /// <summary>The meter whose turn it is; null: it is not on, rests for this time, or has no meter.</summary>
    /// <param name="meters">Those that it may read, by their numbers.</param>
    public MeterId? Next(IEnumerable<Meter> meters)
    {
        if (_rests || !_isOn)
        {
            _rests = false;
            return null;
        }

        MeterId? first = null;
        foreach (var meter in meters)
        {
            if (meter.Id.Value > _last.Value)
            {
                return _last = meter.Id;
            }

            first ??= meter.Id;
        }

        return first is { } again ? _last = again : null;
    }
}
