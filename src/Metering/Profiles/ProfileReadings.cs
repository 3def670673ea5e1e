using System.Collections.Immutable;

namespace Metering.Profiles;

/// <summary>
/// The kept readings of a meter as the rows of a profile. Times are walked to count and to choose; the readings are fetched a few at a time, so
/// that what is held does not grow with the rows.
/// </summary>
/// <param name="store">The readings.</param>
/// <param name="meter">Whose they are.</param>
/// <param name="rule">Which of them are rows.</param>
/// <param name="keptSince">From when on the profile shows rows; it never goes back.</param>
public sealed class ProfileReadings(IReadoutStore store, MeterId meter, ProfileRule rule, Func<DateTimeOffset> keptSince)
{
    /// <summary>Readings fetched at a time: some milliseconds of work and some ten kilobytes, and one query of the store where they are neighbours.</summary>
    public const int ChunkRows = 100;

    /// <summary>Appended readings whose marks are looked at with one query: it costs as much as a hundred readings.</summary>
    private const int ComparedTogether = 50;

    /// <summary>Up to so many readings for each row all are fetched; a query for each row costs as much as ten neighbours.</summary>
    private const int DenseReadings = 10;

    /// <summary>
    /// Readings are kept so much longer than a profile shows them, so that a slow client is given the rows that were counted: for a day, also while the clock
    /// by which readings grow old runs twice as fast as time.
    /// </summary>
    public static readonly TimeSpan KeptLonger = TimeSpan.FromDays(2);

    /// <summary>No clock of a gateway shows a time before or after: far enough for every reading, and calendars can still count there.</summary>
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Counts the rows whose marks lie in a time, both ends included; null: open.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public ProfileRange Select(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken = default)
    {
        var range = RangeOf(from, to);
        var (count, signposts) = (0, ImmutableArray.CreateBuilder<MarkedReading>());
        foreach (var row in Marked(range))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count++ % ProfileRange.RowsBetween == 0)
            {
                signposts.Add(row);
            }
        }

        return range with { Count = count, Signposts = signposts.ToImmutable() };
    }

    /// <summary>The marks of the rows of a time, both ends included, oldest first; null: open. No reading is fetched.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public IEnumerable<DateTimeOffset> Marks(DateTimeOffset? from, DateTimeOffset? to) => Marked(RangeOf(from, to)).Select(row => row.Mark);

    /// <summary>The rows of a time, both ends included, oldest first; null: open. They are not counted, so the first ones cost no more where there are many.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    public IEnumerable<MarkedReadout> Rows(DateTimeOffset? from, DateTimeOffset? to) => Marked(RangeOf(from, to)).Chunk(ChunkRows).SelectMany(Fetch);

    /// <summary>The rows of a time whose marks are among some, oldest first; the others are not fetched.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    public IEnumerable<MarkedReadout> At(DateTimeOffset? from, DateTimeOffset? to, IReadOnlySet<DateTimeOffset> marks) =>
        Marked(RangeOf(from, to)).Where(row => marks.Contains(row.Mark)).Chunk(ChunkRows).SelectMany(Fetch);

    /// <summary>The rows of a range in chunks, oldest first. Each step is a read of the store, and blocks.</summary>
    /// <param name="range">The rows that were counted.</param>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="count">How many; first and count stay within the rows there are.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    public IEnumerable<IReadOnlyList<MarkedReadout>> Chunks(ProfileRange range, int first, int count)
    {
        if (count == 0)
        {
            return [];
        }

        var (signpost, rest) = Math.DivRem(first, ProfileRange.RowsBetween);
        var begin = range.Signposts[signpost];
        return Marked(range with { From = begin.Mark }).SkipWhile(row => row.Reading != begin.Reading).Skip(rest).Take(count).Chunk(ChunkRows).Select(Fetch);
    }

    /// <summary>
    /// The rows of the readings stored after a number and up to another, in the order of storing: of each mark the first reading of those stored up
    /// to the latter, so a late reading that became the first of its mark is a row again.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public IEnumerable<MarkedReadout> Appended(long after, long through) =>
        Appended(store.ReadAppended(meter, after), readout => new(readout.ReadAt, readout.AppendNumber), through).Select(row => new MarkedReadout(row.Mark, row.Of));

    /// <summary>How many rows the readings stored after a number are.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public long CountAppended(long after) => Appended(store.ReadAppendedTimes(meter, after), time => time, store.Newest).LongCount();

    /// <summary>
    /// The last rows by their marks, oldest first, up to the meter's last readout: what was read while the clock was ahead is not counted until the
    /// clock is there again, or it would be the latest for as long as the clock was wrong.
    /// </summary>
    /// <param name="count">So many at most; their times are held.</param>
    /// <param name="after">Of them those whose marks are later; the others are not fetched.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public IEnumerable<MarkedReadout> LatestRows(int count, DateTimeOffset after = default)
    {
        if (count <= 0 || store.Last(meter).Readout is not { } last)
        {
            return [];
        }

        var kept = keptSince();
        var newest = store.Newest;
        var step = rule.Interval.IsAllValues ? TimeSpan.FromHours(1) : rule.Interval.Period;
        for (var span = Math.Min(count, TimeSpan.FromDays(3650) / step) * step; ; span *= 4)
        {
            var from = last.ReadAt - kept > span ? last.ReadAt - span : kept;
            var rows = Marked(new(rule.FirstMark(from > Earliest ? from : Earliest), last.ReadAt, newest, Count: 0, Signposts: [])).TakeLast(count).ToList();
            if (rows.Count == count || from == kept)
            {
                return rows.Where(row => row.Mark > after).Chunk(ChunkRows).SelectMany(Fetch);
            }
        }
    }

    private IEnumerable<(DateTimeOffset Mark, ReadoutTime Time, T Of)> Appended<T>(IEnumerable<T> readings, Func<T, ReadoutTime> timeOf, long through)
    {
        var kept = keptSince();
        var rows = readings.Select(reading => (Time: timeOf(reading), Of: reading))
            .TakeWhile(reading => reading.Time.AppendNumber <= through)
            .Select(reading => (Mark: rule.MarkFor(reading.Time.ReadAt), reading.Time, reading.Of))
            .Where(row => row.Mark >= kept)
            .Select(row => (row.Mark!.Value, row.Time, row.Of));
        return rule.Interval.IsAllValues ? rows : rows.Chunk(ComparedTogether).SelectMany(chunk => Firsts(chunk, through));
    }

    /// <summary>The readings among which the rows of a time are; uncounted.</summary>
    private ProfileRange RangeOf(DateTimeOffset? from, DateTimeOffset? to)
    {
        var kept = keptSince();
        var first = from > kept ? from.Value : kept;
        var last = to < Latest ? to.Value : Latest;
        var range = new ProfileRange(Earliest, Earliest, store.Newest, Count: 0, Signposts: []);
        return first > last || last < Earliest ? range : range with { From = rule.FirstMark(first > Earliest ? first : Earliest), To = rule.LastReading(last) };
    }

    private IEnumerable<MarkedReading> Marked(ProfileRange range) =>
        rule.Choose(store.ReadTimes(meter, range.From, range.To).Where(time => time.AppendNumber <= range.Newest));

    /// <summary>Those that are the first of their marks among the readings stored up to a number. Marks that lie far apart are looked at one by one.</summary>
    private IEnumerable<(DateTimeOffset Mark, ReadoutTime Time, T Of)> Firsts<T>((DateTimeOffset Mark, ReadoutTime Time, T Of)[] rows, long through)
    {
        var (from, to) = (rows.Min(row => row.Mark), rows.Max(row => row.Time.ReadAt));
        if ((to - from) / rule.Interval.Period > DenseReadings * rows.Length)
        {
            return rows.Where(row => row.Time.AppendNumber == FirstOf(row.Mark, row.Time.ReadAt, through));
        }

        var firsts = rule.Choose(store.ReadTimes(meter, from, to).Where(time => time.AppendNumber <= through)).Select(row => row.Reading.AppendNumber).ToHashSet();
        return rows.Where(row => firsts.Contains(row.Time.AppendNumber));
    }

    private long FirstOf(DateTimeOffset mark, DateTimeOffset readAt, long through) =>
        store.ReadTimes(meter, mark, readAt).FirstOrDefault(time => time.AppendNumber <= through).AppendNumber;

    /// <summary>The readings of some rows. When it ends, none of them may have been old enough to be removed meanwhile.</summary>
    private MarkedReadout[] Fetch(MarkedReading[] rows)
    {
        var (first, last) = (rows[0], rows[^1]);
        var isDense = last.Position - first.Position < DenseReadings * rows.Length;
        using var found = (isDense
            ? store.Read(meter, first.Reading.ReadAt, last.Reading.ReadAt)
            : rows.SelectMany(row => store.Read(meter, row.Reading.ReadAt, row.Reading.ReadAt))).GetEnumerator();
        var fetched = Array.ConvertAll(rows, row => new MarkedReadout(row.Mark, Find(found, row)));
        return first.Mark >= keptSince() - KeptLonger ? fetched : throw new ForgottenReadingException(first.Mark);
    }

    private static MeterReadout Find(IEnumerator<MeterReadout> found, MarkedReading row)
    {
        while (found.MoveNext())
        {
            if (found.Current.AppendNumber == row.Reading.AppendNumber)
            {
                return found.Current;
            }
        }

        throw new ForgottenReadingException(row.Mark);
    }
}
