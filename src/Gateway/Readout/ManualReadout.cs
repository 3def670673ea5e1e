using Metering;

namespace Gateway.Readout;

/// <summary>A person has meters read now: before the schedule's, after the head-ends'. All buses at the same time.</summary>
internal sealed class ManualReadout
{
    /// <summary>Orders at a time on a bus: one is carried out while another waits, so that the bus does not rest and a stop is soon.</summary>
    private const int OrdersAtATime = 2;

    private readonly Lock _gate = new();
    private volatile ManualReadoutProgress _progress;
    private volatile bool _isStopped;

    private ManualReadout(IReadOnlyList<Meter> meters, DateTimeOffset startedAt)
    {
        (Meters, StartedAt) = (meters, startedAt);
        _progress = new ManualReadoutProgress(meters.Count, 0, 0, 0, [], IsStopped: false);
    }

    /// <summary>The meters, in the order in which those of a bus are read.</summary>
    public IReadOnlyList<Meter> Meters { get; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>How far it is.</summary>
    public ManualReadoutProgress Progress => _progress;

    /// <summary>Ends when every meter was tried, or after a stop when the last ones begun are done.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    /// <param name="meters">The meters, in the order in which those of a bus are read.</param>
    /// <param name="startedAt">When that is, UTC.</param>
    /// <param name="find">Gives the worker of a bus, or null.</param>
    public static ManualReadout Start(IReadOnlyList<Meter> meters, DateTimeOffset startedAt, Func<string, BusWorker?> find)
    {
        var readout = new ManualReadout(meters, startedAt);
        readout.Done = Task.WhenAll(meters
            .GroupBy(meter => meter.Bus, StringComparer.OrdinalIgnoreCase)
            .Select(bus => readout.ReadAsync([.. bus.Select(meter => meter.Id)], find(bus.Key))));
        return readout;
    }

    /// <summary>Begins no further meter.</summary>
    public void Stop()
    {
        _isStopped = true;
        Change(progress => progress with { IsStopped = true });
    }

    private async Task ReadAsync(IReadOnlyList<MeterId> meters, BusWorker? worker)
    {
        if (worker is null)
        {
            Change(progress => progress with
            {
                LeftOut = progress.LeftOut + meters.Count,
                Outcomes = progress.Outcomes.SetItems(meters.Select(meter => KeyValuePair.Create(meter, ReadoutOutcome.LeftOut))),
            });
            return;
        }

        var begun = new Queue<(MeterId Meter, Task<ReadoutOutcome> Done)>();
        foreach (var meter in meters)
        {
            if (begun.Count == OrdersAtATime)
            {
                await NoteFirstAsync(begun);
            }

            if (_isStopped)
            {
                break;
            }

            begun.Enqueue((meter, worker.ReadAsync(meter, ReadoutPrecedence.Manual)));
        }

        while (begun.Count > 0)
        {
            await NoteFirstAsync(begun);
        }
    }

    private async Task NoteFirstAsync(Queue<(MeterId Meter, Task<ReadoutOutcome> Done)> begun)
    {
        var (meter, done) = begun.Peek();
        Change(progress => progress with { Current = progress.Current.Add(meter) });
        var outcome = await done;
        begun.Dequeue();
        Change(progress => progress with
        {
            Read = progress.Read + (outcome == ReadoutOutcome.Read ? 1 : 0),
            Failed = progress.Failed + (outcome is ReadoutOutcome.Failed or ReadoutOutcome.NotStored ? 1 : 0),
            LeftOut = progress.LeftOut + (outcome is ReadoutOutcome.NotNow or ReadoutOutcome.LeftOut ? 1 : 0),
            Current = progress.Current.Remove(meter),
            Outcomes = progress.Outcomes.SetItem(meter, outcome),
        });
    }

    private void Change(Func<ManualReadoutProgress, ManualReadoutProgress> change)
    {
        lock (_gate)
        {
            _progress = change(_progress);
        }
    }
}
