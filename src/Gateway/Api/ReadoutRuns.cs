using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Readout;
using Metering;

namespace Gateway.Api;

/// <summary>The manual readouts since the start; of those that are over the last sixteen.</summary>
internal sealed class ReadoutRuns(BusWorkers buses, TimeProvider time)
{
    /// <summary>More than people ask for at one time, and a bound on what is kept.</summary>
    private const int Kept = 16;

    private readonly ConcurrentDictionary<int, ReadoutRun> _runs = new();
    private int _last;

    /// <summary>Begins one.</summary>
    /// <exception cref="ApiException">Too many are going on.</exception>
    public ReadoutRun Start(IReadOnlyList<Meter> meters)
    {
        foreach (var over in _runs.Where(run => run.Value.IsDone).OrderByDescending(run => run.Key).Skip(Kept - 1))
        {
            _runs.TryRemove(over.Key, out _);
        }

        if (_runs.Count(run => !run.Value.IsDone) >= Kept)
        {
            throw new ApiException(StatusCodes.Status429TooManyRequests, $"{Kept} readouts are going on; wait for one, or stop it.");
        }

        var id = Interlocked.Increment(ref _last);
        return _runs[id] = new ReadoutRun(id, time.GetUtcNow(), meters, ManualReadout.Start(meters, buses), buses);
    }

    /// <summary>The readout with a number.</summary>
    /// <exception cref="ApiException">There is no such readout.</exception>
    public ReadoutRun Need(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && _runs.TryGetValue(number, out var run) ? run : throw ApiException.NotFound($"There is no readout with the number {id}.");
}
