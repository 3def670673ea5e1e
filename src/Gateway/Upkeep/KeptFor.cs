namespace Gateway.Upkeep;

/// <summary>Keeps for a while what is dear to find out, so that it does not matter how often it is asked for. Only one finds it out anew; whoever asks meanwhile is given what there was.</summary>
/// <param name="take">Finds it out.</param>
/// <param name="period">For how long.</param>
/// <param name="time">The time.</param>
internal sealed class KeptFor<T>(Func<T> take, TimeSpan period, TimeProvider time)
{
    private volatile Taken? _taken;
    private int _isTaking;

    /// <summary>What was found out last, or now where that is too long ago.</summary>
    public T Value
    {
        get
        {
            if (_taken is { } kept && (time.GetElapsedTime(kept.At) < period || Interlocked.CompareExchange(ref _isTaking, 1, 0) != 0))
            {
                return kept.Value;
            }

            try
            {
                var taken = new Taken(take(), time.GetTimestamp());
                _taken = taken;
                return taken.Value;
            }
            finally
            {
                Volatile.Write(ref _isTaking, 0);
            }
        }
    }

    private sealed record Taken(T Value, long At);
}
