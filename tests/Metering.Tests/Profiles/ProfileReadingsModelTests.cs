using System.Collections.Concurrent;
using Metering.Profiles;
using Metering.Tests.Storage;
using Testing;

namespace Metering.Tests.Profiles;

/// <summary>Random readings, intervals, tolerances, zones and ranges against a list of all minutes that follows the words of the profile.</summary>
public class ProfileReadingsModelTests
{
    private const int Days = 5;

    /// <summary>Each with a day on which the clock is changed.</summary>
    private static readonly (string Zone, DateTimeOffset Begin)[] Places =
    [
        ("Europe/Stockholm", At(2024, 3, 29)),
        ("Europe/Stockholm", At(2024, 10, 25)),
        ("America/St_Johns", At(2024, 11, 1)),
        ("Australia/Lord_Howe", At(2024, 10, 4)),
        ("Australia/Lord_Howe", At(2024, 4, 5)),
        ("America/Havana", At(2024, 11, 1)),
        ("America/Havana", At(2024, 3, 8)),
        ("Asia/Beirut", At(2023, 10, 27)),
        ("UTC", At(2024, 12, 30)),
    ];

    [Fact]
    public async Task A_profile_has_the_rows_that_its_words_describe()
    {
        await using var store = new TemporaryStore();
        for (var seed = 0; seed < Rounds.Of(quick: 12, ci: 500, full: 5_000); seed++)
        {
            var random = new Random(seed);
            var (zone, begin) = Places[random.Next(Places.Length)];
            var interval = ValueInterval.All[random.Next(ValueInterval.All.Count)];
            TimeSpan? tolerance = interval.IsAllValues || random.Next(2) == 0 ? null : new TimeSpan(random.NextInt64(interval.Period.Ticks));
            var rule = new ProfileRule(interval, tolerance, TimeZoneInfo.FindSystemTimeZoneById(zone));
            await PlayAsync(store, rule, begin, random);
        }
    }

    /// <summary>Two readings of each second minute are of the same time.</summary>
    [Theory]
    [InlineData("all values")]
    [InlineData("5 min")]
    public async Task Rows_from_anywhere_are_those_that_are_there_when_all_are_walked(string interval)
    {
        await using var store = new TemporaryStore();
        var (meter, begin) = (await store.AddMeterAsync(), At(2025, 6, 1));
        var readings = new ProfileReadings(store.Readouts, meter, new ProfileRule(ValueInterval.Parse(interval), null, TimeZoneInfo.Utc), () => begin);
        var period = interval == "5 min" ? TimeSpan.FromMinutes(5) : TimeSpan.FromMinutes(1);
        await Task.WhenAll(Enumerable.Range(0, 3 * ProfileRange.RowsBetween).Select(i => store.Readouts.AppendAsync(Readings.Of(meter, begin + (period * (i - (i % 4 == 1 ? 1 : 0)))))));
        var range = readings.Select(null, null);
        Assert.InRange(range.Count, (2 * ProfileRange.RowsBetween) + 1, 3 * ProfileRange.RowsBetween);
        var all = Rows(0, range.Count);
        int[] firsts = [1, ProfileRange.RowsBetween - 1, ProfileRange.RowsBetween, ProfileRange.RowsBetween + 1, 2 * ProfileRange.RowsBetween, range.Count - 1];
        Assert.All(firsts, first => Assert.Equal(all.GetRange(first, Math.Min(3, range.Count - first)), Rows(first, Math.Min(3, range.Count - first))));

        List<(DateTimeOffset Mark, long Number)> Rows(int first, int count) => [.. readings.Chunks(range, first, count).SelectMany(chunk => chunk).Select(Row)];
    }

    private static async Task PlayAsync(TemporaryStore store, ProfileRule rule, DateTimeOffset begin, Random random)
    {
        var meter = await store.AddMeterAsync();
        var model = new Model(rule, begin);
        var kept = begin + new TimeSpan(random.NextInt64(TimeSpan.FromDays(Days).Ticks) / 3);
        var readings = new ProfileReadings(store.Readouts, meter, rule, () => kept);
        var moments = Enumerable.Range(0, random.Next(120)).Select(_ => Moment(begin, random)).ToList();
        model.Stored.AddRange(await Task.WhenAll(moments.Select(moment => store.Readouts.AppendAsync(Readings.Of(meter, moment)))));

        var (from, to) = (Maybe(begin, random), Maybe(begin, random));
        var range = readings.Select(from, to);
        var newest = store.Readouts.Newest;
        model.Stored.Add(await store.Readouts.AppendAsync(Readings.Of(meter, Moment(begin, random))));

        // what is stored later does not count for what was selected
        var expected = model.Rows(newest, from > kept ? from.Value : kept, to);
        Assert.Equal(expected.Count, range.Count);
        var first = random.Next(range.Count + 1);
        var part = random.Next(range.Count - first + 1);
        Assert.Equal(expected.GetRange(first, part), readings.Chunks(range, first, part).SelectMany(chunk => chunk).Select(Row));

        var last = store.Readouts.Last(meter).Readout!.ReadAt;
        var all = model.Rows(store.Readouts.Newest, kept, to: null).FindAll(row => model.Stored.Exists(readout => readout.AppendNumber == row.Number && readout.ReadAt <= last));
        var latest = random.Next(1, all.Count + 5);
        Assert.Equal(all.TakeLast(latest), readings.LatestRows(latest).Select(Row));

        var (after, through) = (Number(model, random), Number(model, random));
        Assert.Equal(model.Appended(after, through, kept), readings.Appended(after, through).Select(Row));
        Assert.Equal(model.Appended(after, model.Stored[^1].AppendNumber, kept).Count(), readings.CountAppended(after));
    }

    private static (DateTimeOffset Mark, long Number) Row(MarkedReadout row) => (row.Mark, row.Readout.AppendNumber);

    private static long Number(Model model, Random random) => model.Stored[random.Next(model.Stored.Count)].AppendNumber - random.Next(2);

    /// <summary>On a minute, often enough, and never before the first mark of the model.</summary>
    private static DateTimeOffset Moment(DateTimeOffset begin, Random random) =>
        begin + (random.Next(3) == 0 ? TimeSpan.FromMinutes(random.Next(Days * 1440)) : TimeSpan.FromMilliseconds(random.Next(Days * 86_400_000)));

    private static DateTimeOffset? Maybe(DateTimeOffset begin, Random random) => random.Next(4) switch
    {
        0 => null,
        1 => begin.AddDays(random.Next(-1000, 1000)),
        _ => Moment(begin, random),
    };

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    private sealed class Model
    {
        private static readonly ConcurrentDictionary<(string Zone, DateTimeOffset First), DateTime[]> WallTimes = new();

        private readonly ProfileRule _rule;
        private readonly List<DateTimeOffset> _marks = [];

        /// <summary>Looks at the wall clock every minute, from weeks before the first reading.</summary>
        public Model(ProfileRule rule, DateTimeOffset begin)
        {
            _rule = rule;
            var latest = DateTime.MinValue;
            var minute = begin.AddDays(-32);
            foreach (var shown in rule.Interval.IsAllValues ? [] : WallTimes.GetOrAdd((rule.Zone.Id, minute), _ => Shown(minute, rule.Zone)))
            {
                var isAgain = rule.Interval.Period <= TimeSpan.FromHours(1) && shown <= latest;
                var before = isAgain ? shown.AddMinutes(-1) : latest;
                if (shown > before && (latest != DateTime.MinValue || isAgain) && HasMultiple(before, shown))
                {
                    _marks.Add(minute);
                }

                latest = rule.Interval.Period <= TimeSpan.FromHours(1) || shown > latest ? shown : latest;
                minute = minute.AddMinutes(1);
            }
        }

        public List<MeterReadout> Stored { get; } = [];

        public List<(DateTimeOffset Mark, long Number)> Rows(long newest, DateTimeOffset from, DateTimeOffset? to) =>
            [.. Marked(newest).Where(row => row.Mark >= from && (to is null || row.Mark <= to)).OrderBy(row => row.Mark).ThenBy(row => row.Number)];

        public IEnumerable<(DateTimeOffset Mark, long Number)> Appended(long after, long through, DateTimeOffset kept) =>
            Marked(through).Where(row => row.Number > after && row.Mark >= kept).OrderBy(row => row.Number);

        private IEnumerable<(DateTimeOffset Mark, long Number)> Marked(long newest)
        {
            var readings = Stored.Where(readout => readout.AppendNumber <= newest).ToList();
            if (_rule.Interval.IsAllValues)
            {
                return readings.Select(readout => (readout.ReadAt, readout.AppendNumber));
            }

            return readings.GroupBy(readout => _marks.Last(mark => mark <= readout.ReadAt))
                .Select(group => (Mark: group.Key, First: group.OrderBy(readout => readout.ReadAt).ThenBy(readout => readout.AppendNumber).First()))
                .Where(row => row.First.ReadAt - row.Mark <= (_rule.Tolerance ?? TimeSpan.MaxValue))
                .Select(row => (row.Mark, row.First.AppendNumber));
        }

        /// <summary>What the wall clock shows at each minute.</summary>
        private static DateTime[] Shown(DateTimeOffset first, TimeZoneInfo zone) =>
            [.. Enumerable.Range(0, (Days + 64) * 1440).Select(minute => TimeZoneInfo.ConvertTime(first.AddMinutes(minute), zone).DateTime)];

        /// <summary>Whether a multiple of the interval comes after one wall time and not after another.</summary>
        private bool HasMultiple(DateTime before, DateTime shown)
        {
            for (var time = before.AddMinutes(1); time <= shown; time = time.AddMinutes(1))
            {
                var isMultiple = _rule.Interval.Text switch
                {
                    "1 month" => time is { Day: 1, TimeOfDay.Ticks: 0 },
                    "1 week" => time is { DayOfWeek: DayOfWeek.Monday, TimeOfDay.Ticks: 0 },
                    _ => time.TimeOfDay.Ticks % _rule.Interval.Period.Ticks == 0,
                };
                if (isMultiple)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
