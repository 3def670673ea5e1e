using System.Collections.Concurrent;
using Metering;

namespace Gateway.Tests.Harness;

/// <summary>A store that tells a test when readings are read, and can have lost some.</summary>
internal sealed class WatchedReadoutStore(IReadoutStore store) : IReadoutStore
{
    private int _reads;

    /// <summary>The threads on which the store was read.</summary>
    public ConcurrentDictionary<Thread, bool> Threads { get; } = new();

    /// <summary>Is told of every reading of telegrams, with its number from 1.</summary>
    public Action<int>? BeforeRead { get; set; }

    /// <summary>The readings that are gone.</summary>
    public Func<ReadoutTime, bool> IsGone { get; set; } = _ => false;

    public long Newest => store.Newest;

    public Task<MeterReadout> AppendAsync(MeterReadout readout) => store.AppendAsync(readout);

    public Task RecordFailureAsync(MeterId meter, DateTimeOffset at) => store.RecordFailureAsync(meter, at);

    public LastReadout Last(MeterId meter) => store.Last(meter);

    public IEnumerable<MeterReadout> Read(MeterId meter, DateTimeOffset from, DateTimeOffset to)
    {
        Threads[Thread.CurrentThread] = true;
        BeforeRead?.Invoke(Interlocked.Increment(ref _reads));
        return store.Read(meter, from, to).Where(readout => !IsGone(new(readout.ReadAt, readout.AppendNumber)));
    }

    public IEnumerable<ReadoutTime> ReadTimes(MeterId meter, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var time in store.ReadTimes(meter, from, to).Where(time => !IsGone(time)))
        {
            Threads[Thread.CurrentThread] = true;
            yield return time;
        }
    }

    public IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after) => store.ReadAppended(meter, after);

    public IEnumerable<ReadoutTime> ReadAppendedTimes(MeterId meter, long after) => store.ReadAppendedTimes(meter, after);

    public Task<int> ForgetAsync(MeterId meter, DateTimeOffset before, CancellationToken cancellationToken = default) => store.ForgetAsync(meter, before, cancellationToken);
}
