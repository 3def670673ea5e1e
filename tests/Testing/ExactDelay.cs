namespace Testing;

/// <summary>A wait to the tick, where <see cref="Task.Delay(TimeSpan)"/> cuts to milliseconds.</summary>
public static class ExactDelay
{
    /// <summary>Waits on a clock.</summary>
    public static async Task Of(TimeSpan time, TimeProvider clock)
    {
        var over = new TaskCompletionSource();
        await using var timer = clock.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await over.Task;
    }
}
