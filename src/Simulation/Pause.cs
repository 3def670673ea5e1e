namespace Simulation;

/// <summary>A wait to the tick of a clock; <see cref="Task.Delay(TimeSpan)"/> cuts to milliseconds, and a byte takes less.</summary>
internal static class Pause
{
    public static async Task For(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (duration <= TimeSpan.Zero)
        {
            return;
        }

        var over = new TaskCompletionSource();
        await using var timer = time.CreateTimer(_ => over.TrySetResult(), null, duration, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.UnsafeRegister((_, token) => over.TrySetCanceled(token), null);
        await over.Task;
    }
}
