using System.Collections.Concurrent;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary>A person has meters read now: all buses at the same time, the meters of a bus one after the other, so that a stop is soon.</summary>
internal sealed class ReadoutRun
{
    private readonly ConcurrentDictionary<MeterId, (bool IsRead, string Words)> _done = new();
    private readonly IReadOnlyList<Meter> _meters;
    private readonly BusWorkers _buses;
    private readonly IReadoutStore _readouts;
    private readonly int _id;
    private readonly DateTimeOffset _startedAt;
    private readonly Task _running;
    private volatile bool _isStopped;

    /// <summary>Begins.</summary>
    public ReadoutRun(int id, DateTimeOffset startedAt, IReadOnlyList<Meter> meters, BusWorkers buses, IReadoutStore readouts)
    {
        (_id, _startedAt, _meters, _buses, _readouts) = (id, startedAt, meters, buses, readouts);
        _running = Task.WhenAll(meters.GroupBy(meter => meter.Bus, StringComparer.OrdinalIgnoreCase).Select(ReadAsync));
    }

    /// <summary>Whether it is over.</summary>
    public bool IsDone => _running.IsCompleted;

    /// <summary>Reads no further meter than the one that is being read.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>How it stands.</summary>
    public ReadoutResource ToResource()
    {
        var isDone = IsDone;
        var meters = _meters.Select(meter => _done.TryGetValue(meter.Id, out var outcome)
            ? new MeterOutcome(meter.Id.Value, meter.LogicalDeviceAddress, meter.Name, IsDone: true, outcome.IsRead, outcome.Words)
            : new MeterOutcome(meter.Id.Value, meter.LogicalDeviceAddress, meter.Name, IsDone: false, IsRead: false, "")).ToList();
        return new(_id, _startedAt, isDone, _isStopped, meters.Count, meters.Count(meter => meter.IsDone), meters);
    }

    private async Task ReadAsync(IEnumerable<Meter> meters)
    {
        foreach (var meter in meters)
        {
            if (_isStopped)
            {
                return;
            }

            if (_buses.Find(meter.Bus) is not { } worker)
            {
                _done[meter.Id] = (false, $"bus {meter.Bus} is not configured");
                continue;
            }

            var before = (_readouts.Last(meter.Id), worker.Statistics.FiguresOf(meter.Id)?.Readouts.Readouts);
            await worker.ReadAsync(meter.Id, ReadoutPrecedence.Manual);
            _done[meter.Id] = OutcomeOf(meter, worker, before);
        }
    }

    /// <summary>The store knows whether something came, the statistics what was wrong.</summary>
    private (bool IsRead, string Words) OutcomeOf(Meter meter, BusWorker worker, (LastReadout Last, long? Readouts) before)
    {
        var last = _readouts.Last(meter.Id);
        var figures = worker.Statistics.FiguresOf(meter.Id);
        if (figures is not null && figures.Readouts.Readouts != before.Readouts)
        {
            return (figures.LastFault == ReadoutFault.None, figures.LastFault.Words());
        }

        return (false, worker.LineIsLost ? "the line to the bus is lost" : last == before.Last ? "it was not read now" : "it could not be read");
    }
}
