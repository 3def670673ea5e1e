using Gateway.Configuration;

namespace Gateway.Readout;

/// <summary>Sees whether a cycle, the scheduled readouts of one bus and one interval, is done when the next one begins, and how long it took.</summary>
internal sealed class ReadoutCycles(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (IReadOnlyList<Task> Orders, bool IsLate)> _cycles = [];
    private readonly SortedDictionary<TimeSpan, CycleFigures> _figures = [];

    /// <summary>The cycles so far, by their interval.</summary>
    public IReadOnlyList<CycleFigures> Figures
    {
        get
        {
            lock (_gate)
            {
                return [.. _figures.Values];
            }
        }
    }

    /// <summary>A cycle begins.</summary>
    /// <param name="interval">Its interval.</param>
    /// <param name="order">Gives the orders of all its meters; those that are left of the last cycle may be among them.</param>
    /// <returns>Whether the last one is not done, and the one before was: that is told once.</returns>
    public bool Begin(ReadoutInterval interval, Func<IReadOnlyList<Task>> order)
    {
        bool isLate, wasLate;
        lock (_gate)
        {
            var last = _cycles.GetValueOrDefault(interval.Text, ([], false));
            (isLate, wasLate) = (last.Orders.Any(task => !task.IsCompleted), last.IsLate);
        }

        var began = time.GetTimestamp();
        var orders = order();
        lock (_gate)
        {
            _cycles[interval.Text] = (orders, isLate);
            var figures = FiguresOf(interval);
            _figures[interval.Period] = figures with { Overrun = figures.Overrun + (isLate ? 1 : 0) };
        }

        _ = Task.WhenAll(orders).ContinueWith(_ => Ended(interval, began), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return isLate && !wasLate;
    }

    private void Ended(ReadoutInterval interval, long began)
    {
        lock (_gate)
        {
            _figures[interval.Period] = FiguresOf(interval) with { Done = FiguresOf(interval).Done + 1, LastDuration = time.GetElapsedTime(began), LastEnd = time.GetUtcNow() };
        }
    }

    private CycleFigures FiguresOf(ReadoutInterval interval) => _figures.GetValueOrDefault(interval.Period) ?? new(interval, 0, 0, null, null);
}
