namespace Gateway.Figures;

/// <summary>Keeps for a while what is dear to find out, so that it does not matter how often it is asked for.</summary>
/// <param name="take">Finds it out.</param>
/// <param name="period">For how long.</param>
/// <param name="time">The time.</param>
internal sealed class KeptFor<T>(Func<T> take, TimeSpan period, TimeProvider time)
{
    private readonly Lock _gate = new();
    private bool _isTaken;
    private long _takenAt;
    private T _kept = default!;

    /// <summary>What was found out last, or now where that is too long ago.</summary>
    public T Value
    {
        get
        {
            lock (_gate)
            {
                if (!_isTaken || time.GetElapsedTime(_takenAt) >= period)
                {
                    (_kept, _takenAt, _isTaken) = (take(), time.GetTimestamp(), true);
                }

                return _kept;
            }
        }
    }
}
