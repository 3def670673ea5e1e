namespace Gateway.Diagnosis;

/// <summary>
/// A sum over the time just past, kept in slices: the oldest slice falls out when a new one begins. Not safe for several threads; whoever
/// owns it locks. Time is the monotonic one, so a clock that is set changes nothing.
/// </summary>
internal sealed class SlidingSum(TimeSpan slice, int slices, TimeProvider time)
{
    private readonly long[] _sums = new long[slices];
    private readonly long _start = time.GetTimestamp();
    private long _current;

    /// <summary>A sum in hours, enough for a day and the hour that has begun.</summary>
    public static SlidingSum OfDay(TimeProvider time) => new(TimeSpan.FromHours(1), 25, time);

    /// <summary>Adds to the slice of now.</summary>
    public void Add(long amount) => _sums[Move()] += amount;

    /// <summary>The sum of the slice of now and of the whole slices of <paramref name="window"/> before it.</summary>
    /// <param name="window">How far back; at most all slices but one.</param>
    /// <param name="covered">The time that the sum really covers: less after a start, up to a slice more later.</param>
    public long Over(TimeSpan window, out TimeSpan covered)
    {
        Move();
        var count = Math.Min(Math.Min((long)(window / slice), slices - 1), _current);
        var sum = 0L;
        for (var back = 0L; back <= count; back++)
        {
            sum += _sums[(_current - back) % slices];
        }

        covered = time.GetElapsedTime(_start) - (slice * (_current - count));
        return sum;
    }

    /// <summary>Goes to the slice of now and empties those that were passed over; its place.</summary>
    private int Move()
    {
        var now = Math.Max(_current, time.GetElapsedTime(_start).Ticks / slice.Ticks);
        for (var passed = Math.Max(_current, now - slices) + 1; passed <= now; passed++)
        {
            _sums[passed % slices] = 0;
        }

        _current = now;
        return (int)(_current % slices);
    }
}
