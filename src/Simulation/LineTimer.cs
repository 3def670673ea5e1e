using System.Threading.Tasks.Sources;

namespace Simulation;

/// <summary>
/// A wait on a <see cref="TimeProvider"/> that can be ended early, used again and again without allocating: a line waits for every
/// character. One waits at a time.
/// </summary>
internal sealed class LineTimer : IValueTaskSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private bool _waits;
    private bool _woken;

    public LineTimer(TimeProvider time) =>
        _timer = time.CreateTimer(static timer => ((LineTimer)timer!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Waits so long, or less when it is woken.</summary>
    /// <param name="wait">How long; null: until it is woken.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    public ValueTask WaitAsync(TimeSpan? wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_woken || wait <= TimeSpan.Zero)
            {
                _woken = false;
                return ValueTask.CompletedTask;
            }

            _core.Reset();
            _waits = true;
            _cancellation = cancellationToken;
        }

        _timer.Change(wait ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = cancellationToken.UnsafeRegister(static timer => ((LineTimer)timer!).End(), this);
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Ends the wait, or the next one when nobody waits.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = !_waits;
        }

        End();
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <inheritdoc />
    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _registration.Dispose();
        _cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc />
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc />
    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void End()
    {
        lock (_gate)
        {
            if (!_waits)
            {
                return;
            }

            _waits = false;
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _core.SetResult(true);
    }
}
