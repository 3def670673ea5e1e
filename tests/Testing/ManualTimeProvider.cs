namespace Testing;

/// <summary>A clock that stands still until a test moves it; timers fire in order while it moves.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _ahead;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait: lets a test know that the code under test has reached its wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now + _ahead;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => Passed.UtcTicks;

    /// <summary>The time that passes: it goes on, however the wall clock is set.</summary>
    private DateTimeOffset Passed
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at every timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var target = Passed + by;
        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the clock to the next timer and fires it; false when none waits.</summary>
    public bool AdvanceToNext()
    {
        DateTimeOffset due;
        lock (_gate)
        {
            if (Earliest() is not { } timer)
            {
                return false;
            }

            due = timer.Due;
        }

        Advance(due > Passed ? due - Passed : TimeSpan.Zero);
        return true;
    }

    /// <summary>
    /// Runs work to its end on this thread: whenever it waits for this clock, the clock moves on to the next timer.
    /// </summary>
    /// <returns>The work's task, completed.</returns>
    /// <exception cref="InvalidOperationException">The work waits for something else.</exception>
    public Task<T> Play<T>(Func<Task<T>> work)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (!AdvanceToNext())
                {
                    throw new InvalidOperationException("The work waits for something that is not the clock.");
                }
            }

            return task;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Sets all of it without firing timers: it is another moment.</summary>
    public void Set(DateTimeOffset now)
    {
        lock (_gate)
        {
            (_now, _ahead) = (now, default);
        }
    }

    /// <summary>Sets the wall clock alone: no time passes, and no timer comes nearer.</summary>
    public void SetWallClock(DateTimeOffset now)
    {
        lock (_gate)
        {
            _ahead = now - _now;
        }
    }

    private ManualTimer? NextDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = Earliest();
            if (next is null || next.Due > target)
            {
                _now = target;
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            next.Rearm();
            return next;
        }
    }

    /// <summary>The timer that is due first, of several the one that was set first; a search, since there are few.</summary>
    private ManualTimer? Earliest()
    {
        ManualTimer? earliest = null;
        foreach (var timer in _timers)
        {
            earliest = earliest is null || timer.Due < earliest.Due ? timer : earliest;
        }

        return earliest;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                clock._timers.Remove(this);
                Due = DateTimeOffset.MaxValue;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }

                return true;
            }
        }

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
            }
            else
            {
                clock._timers.Remove(this);
                Due = DateTimeOffset.MaxValue;
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
