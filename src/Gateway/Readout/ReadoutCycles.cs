using Gateway.Configuration;

namespace Gateway.Readout;

/// <summary>Sees whether a cycle, the scheduled readouts of one bus and one interval, is done when the next one begins.</summary>
internal sealed class ReadoutCycles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (IReadOnlyList<Task> Orders, bool IsLate)> _cycles = [];

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

        var orders = order();
        lock (_gate)
        {
            _cycles[interval.Text] = (orders, isLate);
        }

        return isLate && !wasLate;
    }
}
