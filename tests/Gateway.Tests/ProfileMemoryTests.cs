using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering;
using Metering.Profiles;

namespace Gateway.Tests;

public class ProfileMemoryTests
{
    private static readonly DateTimeOffset Begin = new(2025, 2, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData(10)]
    [InlineData(35_000)]
    public async Task What_is_held_while_a_profile_is_sent_does_not_grow_with_its_rows(int rows)
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreAsync(Begin, ProfileParts.Litres(1));
        var store = new LongStore(rows);
        var retention = new Upkeep.Retention(parts.Parts.Options, () => Begin + Parts.Kept);
        var mapped = parts.Parts.Mapped.SnapshotOf(parts.Meter)!;
        var profiles = new MeterProfiles(store, parts.Parts.Live, retention, parts.Parts.Installation, parts.Parts.Options, parts.Parts.ProfilesLog);
        var source = profiles.Of(parts.Meter, mapped.Of, mapped.Objects)[ProfileKind.LoadProfile2];

        var selected = await source.SelectAsync(from: null, to: null, TestContext.Current.CancellationToken);
        Assert.Equal(rows, selected.Count);
        var (sent, most) = (0, 0);
        await foreach (var row in selected.ReadAsync(0, rows, columns: null, TestContext.Current.CancellationToken))
        {
            Assert.Equal(2, row.Count);
            if (++sent % 3_000 == 5)
            {
                most = Math.Max(most, store.Alive());
            }
        }

        // the chunk that is sent, and the one before it where nothing has taken its place yet
        Assert.Equal(rows, sent);
        Assert.InRange(most, 1, 2 * ProfileReadings.ChunkRows);
    }

    /// <summary>A store that makes its readings while they are asked for, and knows which of them somebody still holds.</summary>
    private sealed class LongStore(int count) : IReadoutStore
    {
        private readonly List<WeakReference> _given = [];

        public long Newest => count;

        /// <summary>How many readings are held.</summary>
        public int Alive()
        {
            GC.Collect();
            return _given.Count(reference => reference.IsAlive);
        }

        public IEnumerable<MeterReadout> Read(MeterId meter, DateTimeOffset from, DateTimeOffset to)
        {
            foreach (var time in ReadTimes(meter, from, to))
            {
                var readout = new MeterReadout
                {
                    Meter = meter,
                    ReadAt = time.ReadAt,
                    AppendNumber = time.AppendNumber,
                    Telegrams = [MappingText.Telegram(ProfileParts.Litres((uint)time.AppendNumber)).ToArray()],
                };
                _given.Add(new WeakReference(readout));
                yield return readout;
            }
        }

        public IEnumerable<ReadoutTime> ReadTimes(MeterId meter, DateTimeOffset from, DateTimeOffset to)
        {
            var first = from <= Begin ? 0 : (int)((from - Begin) / Quarter);
            for (var number = first; number < count && Begin + (number * Quarter) <= to; number++)
            {
                yield return new ReadoutTime(Begin + (number * Quarter), number + 1);
            }
        }

        public LastReadout Last(MeterId meter) => LastReadout.Never;

        public IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after) => [];

        public IEnumerable<ReadoutTime> ReadAppendedTimes(MeterId meter, long after) => [];

        public Task<MeterReadout> AppendAsync(MeterReadout readout) => throw new NotSupportedException();

        public Task RecordFailureAsync(MeterId meter, DateTimeOffset at) => throw new NotSupportedException();

        public Task<int> ForgetAsync(MeterId meter, DateTimeOffset before, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
