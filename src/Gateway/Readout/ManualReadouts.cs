using System.Collections.Concurrent;
using Metering;

namespace Gateway.Readout;

/// <summary>The manual readouts since the start by their numbers; of those that are over the last sixteen.</summary>
internal sealed class ManualReadouts(BusWorkers buses, TimeProvider time)
{
    /// <summary>More than people ask for at one time, and a bound on what is kept.</summary>
    public const int Most = 16;

    private readonly ConcurrentDictionary<int, ManualReadout> _readouts = new();
    private int _last;

    /// <summary>Begins one.</summary>
    /// <returns>Its number; null: sixteen are going on.</returns>
    public int? Start(IReadOnlyList<Meter> meters)
    {
        foreach (var over in _readouts.Where(readout => readout.Value.Done.IsCompleted).OrderByDescending(readout => readout.Key).Skip(Most - 1))
        {
            _readouts.TryRemove(over.Key, out _);
        }

        if (_readouts.Count(readout => !readout.Value.Done.IsCompleted) >= Most)
        {
            return null;
        }

        var number = Interlocked.Increment(ref _last);
        _readouts[number] = ManualReadout.Start(meters, time.GetUtcNow(), buses.Find);
        return number;
    }

    /// <summary>The readout with a number, or null.</summary>
    public ManualReadout? Find(int number) => _readouts.GetValueOrDefault(number);
}
