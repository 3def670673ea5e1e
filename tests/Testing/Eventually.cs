namespace Testing;

/// <summary>Waits for what happens on another thread, until a deadline that no sound run comes near.</summary>
public static class Eventually
{
    /// <summary>The deadline: 30 s.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Is asked again and again.</param>
    /// <param name="what">What is waited for, for the message.</param>
    /// <exception cref="TimeoutException">It did not come to hold.</exception>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string)" />
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Deadline)
            {
                throw new TimeoutException($"It did not happen within {Deadline.TotalSeconds} s: {what}.");
            }

            await Task.Delay(Step);
        }
    }

    /// <summary>Waits for a task, but not for ever.</summary>
    public static Task InTimeAsync(this Task task) => task.WaitAsync(Deadline);

    /// <inheritdoc cref="InTimeAsync(Task)" />
    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Deadline);
}
