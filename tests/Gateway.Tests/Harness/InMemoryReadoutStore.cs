using Metering;

namespace Gateway.Tests.Harness;

/// <summary>Readings in memory; everything is done at once, on the caller's thread, unless a test holds it up.</summary>
internal sealed class InMemoryReadoutStore : IReadoutStore
{
    private readonly Dictionary<MeterId, LastReadout> _last = [];
    private readonly List<MeterReadout> _all = [];

    /// <summary>All readings in the order of storing.</summary>
    public IReadOnlyList<MeterReadout> All => _all;

    /// <summary>An append waits for it.</summary>
    public Func<Task>? Hold { get; set; }

    /// <summary>How often readings were asked for.</summary>
    public int Reads { get; private set; }

    /// <summary>How often a failure was recorded.</summary>
    public int Failures { get; private set; }

    /// <summary>Every write fails with it.</summary>
    public StoreFault? Fault { get; set; }

    /// <summary>Whether readings cannot be read.</summary>
    public bool IsBroken { get; set; }

    public async Task<MeterReadout> AppendAsync(MeterReadout readout)
    {
        await (Hold?.Invoke() ?? Task.CompletedTask);
        Refuse();
        var stored = readout with { AppendNumber = _all.Count + 1 };
        _all.Add(stored);
        _last[readout.Meter] = new LastReadout(stored, FailedAt: null);
        return stored;
    }

    public Task RecordFailureAsync(MeterId meter, DateTimeOffset at)
    {
        Refuse();
        Failures++;
        _last[meter] = Last(meter) with { FailedAt = at };
        return Task.CompletedTask;
    }

    public LastReadout Last(MeterId meter) => _last.GetValueOrDefault(meter, LastReadout.Never);

    public IEnumerable<MeterReadout> Read(MeterId meter, DateTimeOffset from, DateTimeOffset to)
    {
        Reads++;
        return IsBroken
            ? throw new StoreException(StoreFault.Device, "gateway.db", "the disk is broken")
            : _all.Where(readout => readout.Meter == meter && readout.ReadAt >= from && readout.ReadAt <= to).OrderBy(readout => readout.ReadAt);
    }

    public IEnumerable<ReadoutTime> ReadTimes(MeterId meter, DateTimeOffset from, DateTimeOffset to) =>
        Read(meter, from, to).Select(readout => new ReadoutTime(readout.ReadAt, readout.AppendNumber));

    public long Newest => _all.Count;

    public IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after) => _all.Where(readout => readout.Meter == meter && readout.AppendNumber > after);

    public Task<int> ForgetAsync(MeterId meter, DateTimeOffset before) => Task.FromResult(_all.RemoveAll(readout => readout.Meter == meter && readout.ReadAt < before));

    private void Refuse()
    {
        if (Fault is { } fault)
        {
            throw new StoreException(fault, "gateway.db", "the disk is full.");
        }
    }
}
