using System.IO.Pipelines;

namespace Dlms.Connection;

/// <summary>A time by which the peer must have done its part; when it passes, what the connection waits for is cancelled.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly ITimer _timer;
    private volatile bool _hasPassed;

    public Deadline(TimeProvider time, IDuplexPipe transport) => _timer = time.CreateTimer(
        _ =>
        {
            _hasPassed = true;
            transport.Input.CancelPendingRead();
            transport.Output.CancelPendingFlush();
        },
        null,
        Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);

    public bool HasPassed => _hasPassed;

    public void Start(TimeSpan after) => _timer.Change(after, Timeout.InfiniteTimeSpan);

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
