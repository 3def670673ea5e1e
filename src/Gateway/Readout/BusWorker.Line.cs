using MBus.LevelConverter;
using MBus.Link;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <content>The line, what is heard on it unasked, and what is to be done when nobody asks.</content>
internal sealed partial class BusWorker
{
    private readonly OwedReadouts _owed = new();
    private readonly ReopenDelay _reopen = new();

    /// <summary>Readouts for later, by how long the worker will have run.</summary>
    private readonly PriorityQueue<MeterId, TimeSpan> _postponed = new();
    private volatile bool _lineIsLost;
    private volatile string? _lineFault;
    private bool _continuousRests;
    private MeterId _lastOfContinuous;

    /// <summary>When a lost line, or a silent bus, is tried again.</summary>
    private TimeSpan _nextTrial;

    /// <summary>Whether the level converter could not be reached when it was last tried.</summary>
    public bool LineIsLost => _lineIsLost;

    /// <summary>Why, in words; null: it works.</summary>
    public string? LineFault => _lineIsLost ? _lineFault : null;

    /// <summary>The next meter of continuous mode, if the bus works and has one.</summary>
    private MeterId? NextOfContinuous()
    {
        if (!_isContinuous || _lineIsLost || _health.AllMetersSilent)
        {
            return null;
        }

        var meters = MetersOfBus().Where(CostsNothing).Select(meter => meter.Id).ToList();
        if (meters.Count == 0)
        {
            return null;
        }

        var next = meters.FindIndex(meter => meter.Value > _lastOfContinuous.Value);
        return _lastOfContinuous = meters[Math.Max(next, 0)];
    }

    private void Heard(int bytes)
    {
        if (!_health.Heard(bytes))
        {
            return;
        }

        if (_health.IsNoisy)
        {
            _services.Events.Report(EventCode.NoiseWithoutRequest, Bus, "bytes come while nothing is asked. Look for a damaged meter or a short circuit: take parts of the bus off");
        }
        else
        {
            _services.Events.Report(EventCode.BusRecovered, Bus, "the bus is quiet again");
        }
    }

    /// <summary>Readouts that were put off, and the next trial of a bus that does not work.</summary>
    private async Task DoWhatIsDueAsync(CancellationToken cancellationToken)
    {
        while (_postponed.TryPeek(out var meter, out var due) && due <= Now)
        {
            _postponed.Dequeue();
            _queue.Add(meter, ReadoutPrecedence.Schedule);
        }

        if ((!_lineIsLost && !_health.AllMetersSilent) || Now < _nextTrial)
        {
            return;
        }

        if (_owed.Next() is { } trial)
        {
            _queue.Add(trial, ReadoutPrecedence.Schedule);
        }
        else if (_lineIsLost)
        {
            // no meter waits for the line: a request that costs no meter anything tells whether it carries one
            await _master.InitialiseAsync(PrimaryAddress.Selected, cancellationToken);
            LineWorks();
        }
    }

    /// <summary>What the bus has kept from being read is read now.</summary>
    private void OrderOwed()
    {
        foreach (var meter in _owed.TakeAll())
        {
            _queue.Add(meter, ReadoutPrecedence.Schedule);
        }
    }

    private void LineFailed(LevelConverterException e)
    {
        _health.LineFailed();
        _nextTrial = Now + _reopen.Failed();
        _lineFault = e.Message;
        if (!_lineIsLost)
        {
            _lineIsLost = true;
            _services.Events.Report(EventCode.BusFault, Bus, $"the line failed, it is tried again: {e.Message}");
        }
    }

    private void LineWorks()
    {
        if (_lineIsLost)
        {
            _lineIsLost = false;
            _reopen.Worked();
            _services.Events.Report(EventCode.BusRecovered, Bus, $"the line {_converter.Name} works again");
            OrderOwed();
        }
    }
}
