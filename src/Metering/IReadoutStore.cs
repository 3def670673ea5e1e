namespace Metering;

/// <summary>Keeps readings. What was appended is durable before anybody sees it, and is never overwritten.</summary>
public interface IReadoutStore
{
    /// <summary>Stores a reading and returns it with its <see cref="MeterReadout.AppendNumber"/>, once it is safe from a power cut.</summary>
    /// <exception cref="StoreException">It could not be stored, and is not visible.</exception>
    Task<MeterReadout> AppendAsync(MeterReadout readout);

    /// <summary>Remembers that a meter could not be read.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task RecordFailureAsync(MeterId meter, DateTimeOffset at);

    /// <summary>
    /// The last readout of a meter: the newest reading, not counting those that claim to be from after the moment at which the last one
    /// became known. So a late reading does not displace a newer one, and a clock set back does not freeze the values. No lock, no I/O.
    /// </summary>
    LastReadout Last(MeterId meter);

    /// <summary>
    /// The readings of a meter with <paramref name="from"/> &lt;= <see cref="MeterReadout.ReadAt"/> &lt;= <paramref name="to"/>, oldest first,
    /// those of one moment in the order of storing. Streamed; readings stored after the call are not among them.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IEnumerable<MeterReadout> Read(MeterId meter, DateTimeOffset from, DateTimeOffset to);

    /// <summary>
    /// When the readings of a time range were made, and their numbers: the same as <see cref="Read"/> without their telegrams, and many times faster.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IEnumerable<ReadoutTime> ReadTimes(MeterId meter, DateTimeOffset from, DateTimeOffset to);

    /// <summary>The number of the reading stored last, over all meters; 0 when there was none. No lock, no I/O.</summary>
    long Newest { get; }

    /// <summary>The readings of a meter stored after number <paramref name="after"/>, in the order of storing. Streamed.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after);

    /// <summary>
    /// When the readings stored after a number were made, and their numbers: the same as <see cref="ReadAppended"/> without their telegrams, and many times faster.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IEnumerable<ReadoutTime> ReadAppendedTimes(MeterId meter, long after);

    /// <summary>
    /// Removes the readings of a meter from before a time and returns how many telegrams went. The latest and the one stored last stay, unless
    /// the meter was removed: of such a one nothing stays but its number and its address. Done in slices, so that appending goes on meanwhile.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="before">Readings of this time and later ones stay.</param>
    /// <param name="cancellationToken">Ends it between two slices.</param>
    /// <exception cref="StoreException">The store could not be written; some may be gone.</exception>
    Task<int> ForgetAsync(MeterId meter, DateTimeOffset before, CancellationToken cancellationToken = default);
}
