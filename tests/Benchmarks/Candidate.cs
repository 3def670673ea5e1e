namespace Benchmarks;

/// <summary>One of the things that are timed beside each other.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Work">Does it for a while and gives how many units that were.</param>
internal sealed record Candidate(string Name, Func<Task<long>> Work)
{
    /// <summary>Is called before each round, and counts neither in time nor in cost.</summary>
    public Action Prepare { get; init; } = static () => { };

    /// <summary>What it costs, as a counter that only grows; by default the bytes that this process allocates.</summary>
    public Func<double> Cost { get; init; } = static () => GC.GetTotalAllocatedBytes(precise: true);
}
