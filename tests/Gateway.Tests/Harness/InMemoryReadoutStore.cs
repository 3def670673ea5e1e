using Metering;

namespace Gateway.Tests.Harness;

/// <summary>Readings in memory; everything is done at once, on the caller's thread, unless a test holds it up.</summary>
internal sealed class InMemoryReadoutStore : IReadoutStore, IStoreUpkeep
{
    private readonly Dictionary<MeterId, LastReadout> _last = [];
    private readonly List<MeterReadout> _all = [];
    private long _newest;

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

    /// <summary>The groups of the meters that are known, and those that were removed.</summary>
    public Dictionary<MeterId, (string Group, bool IsRemoved)> Meters { get; } = [];

    public async Task<MeterReadout> AppendAsync(MeterReadout readout)
    {
        await (Hold?.Invoke() ?? Task.CompletedTask);
        Refuse();
        var stored = readout with { AppendNumber = ++_newest };
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

    public long Newest => _newest;

    public IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after) => _all.Where(readout => readout.Meter == meter && readout.AppendNumber > after);

    public IEnumerable<ReadoutTime> ReadAppendedTimes(MeterId meter, long after) => ReadAppended(meter, after).Select(readout => new ReadoutTime(readout.ReadAt, readout.AppendNumber));

    public Task<int> ForgetAsync(MeterId meter, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        Refuse();
        var old = Forgettable(meter).Where(readout => readout.ReadAt < before).ToHashSet();
        _all.RemoveAll(old.Contains);
        return Task.FromResult(old.Sum(readout => readout.Telegrams.Length));
    }

    public IReadOnlyList<ForgettableReadings> Forgettable() => IsBroken
        ? throw new StoreException(StoreFault.Device, "gateway.db", "the disk is broken")
        : [.. Meters.Select(meter => new ForgettableReadings(meter.Key, meter.Value.Group, meter.Value.IsRemoved, Forgettable(meter.Key).Select(readout => (DateTimeOffset?)readout.ReadAt).Min()))];

    public StoreFigures Figures(DateTimeOffset recent) => throw new NotSupportedException();

    /// <summary>All but the latest and the one stored last, which only go with their meter.</summary>
    private IEnumerable<MeterReadout> Forgettable(MeterId meter)
    {
        var readouts = _all.Where(readout => readout.Meter == meter).ToList();
        return Meters.GetValueOrDefault(meter).IsRemoved ? readouts : readouts.Where(readout => readout != readouts[^1] && readout != Last(meter).Readout);
    }

    private void Refuse()
    {
        if (Fault is { } fault)
        {
            throw new StoreException(fault, "gateway.db", "the disk is full.");
        }
    }
}
