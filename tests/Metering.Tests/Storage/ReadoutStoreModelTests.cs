using Testing;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

/// <summary>Random lives of a store against a list in memory that follows the words of the interface.</summary>
public class ReadoutStoreModelTests
{
    [Fact]
    public async Task The_store_is_the_list_that_its_interface_describes()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 15, ci: 500, full: 5000); seed++)
        {
            var random = new Random(seed);
            await using var store = new TemporaryStore();
            var model = new Model();
            var meters = new[] { await store.AddMeterAsync(), await store.AddMeterAsync() };
            for (var step = 0; step < 40; step++)
            {
                await StepAsync(store, model, meters[random.Next(2)], random);
                Assert.All(meters, meter => AssertSame(store, model, meter, random));
            }
        }
    }

    private static async Task StepAsync(TemporaryStore store, Model model, MeterId meter, Random random)
    {
        var at = Midnight.AddMinutes(random.Next(30));
        switch (random.Next(12))
        {
            case 0:
                await store.ReopenAsync();
                break;
            case 1:
                await store.Readouts.RecordFailureAsync(meter, at);
                model.Failures[meter] = at;
                break;
            case 2:
                Assert.Equal(model.Forget(meter, at), await store.Readouts.ForgetAsync(meter, at));
                break;
            default:
                var telegrams = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Mutations.Noise(random, 300)).ToArray();
                var readout = Of(meter, at, telegrams) with { ReceivedAt = random.Next(3) == 0 ? at.AddMinutes(random.Next(5)) : null };
                model.Append(await store.Readouts.AppendAsync(readout));
                break;
        }
    }

    private static void AssertSame(TemporaryStore store, Model model, MeterId meter, Random random)
    {
        var (from, to) = (Midnight.AddMinutes(random.Next(-1, 31)), Midnight.AddMinutes(random.Next(-1, 31)));
        var after = random.Next(40);
        Assert.Equal(Texts(model.Range(meter, from, to)), Texts(store.Readouts.Read(meter, from, to)));
        Assert.Equal(
            model.Range(meter, from, to).Select(readout => new ReadoutTime(readout.ReadAt, readout.AppendNumber)), store.Readouts.ReadTimes(meter, from, to));
        Assert.Equal(Texts(model.Of(meter).Where(readout => readout.AppendNumber > after)), Texts(store.Readouts.ReadAppended(meter, after)));
        Assert.Equal(
            model.Of(meter).Where(readout => readout.AppendNumber > after).Select(readout => new ReadoutTime(readout.ReadAt, readout.AppendNumber)), store.Readouts.ReadAppendedTimes(meter, after));
        var last = store.Readouts.Last(meter);
        Assert.Equal(Text(model.Latest(meter)), Text(last.Readout));
        Assert.Equal(model.Failures.GetValueOrDefault(meter), last.FailedAt);
    }

    private sealed class Model
    {
        private readonly List<MeterReadout> _stored = [];

        public Dictionary<MeterId, DateTimeOffset?> Failures { get; } = [];

        public IEnumerable<MeterReadout> Of(MeterId meter) => _stored.Where(readout => readout.Meter == meter);

        public IEnumerable<MeterReadout> Range(MeterId meter, DateTimeOffset from, DateTimeOffset to) =>
            Of(meter).Where(readout => readout.ReadAt >= from && readout.ReadAt <= to).OrderBy(readout => readout.ReadAt).ThenBy(readout => readout.AppendNumber);

        public MeterReadout? Latest(MeterId meter) => Of(meter).LastOrDefault() is { } last
            ? Range(meter, DateTimeOffset.MinValue, last.KnownAt).Last()
            : null;

        public void Append(MeterReadout stored)
        {
            Assert.True(_stored.Count == 0 || stored.AppendNumber > _stored[^1].AppendNumber);
            _stored.Add(stored);
            Failures[stored.Meter] = null;
        }

        public int Forget(MeterId meter, DateTimeOffset before)
        {
            var (latest, last) = (Latest(meter), Of(meter).LastOrDefault());
            var old = Of(meter).Where(readout => readout.ReadAt < before && readout != latest && readout != last).ToList();
            old.ForEach(readout => _stored.Remove(readout));
            return old.Sum(readout => readout.Telegrams.Length);
        }
    }
}
