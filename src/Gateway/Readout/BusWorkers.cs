using System.Collections.Concurrent;

namespace Gateway.Readout;

/// <summary>The workers of all buses; each runs until the service stops.</summary>
internal sealed class BusWorkers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusWorker> _workers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public IEnumerable<BusWorker> All => _workers.Values;

    /// <summary>The worker of a bus, or null.</summary>
    public BusWorker? Find(string bus) => _workers.GetValueOrDefault(bus);

    /// <summary>Takes a worker and starts it.</summary>
    public void Start(BusWorker worker)
    {
        if (!_workers.TryAdd(worker.Bus, worker))
        {
            throw new InvalidOperationException($"There are two buses called {worker.Bus}.");
        }

        worker.Start();
    }

    /// <summary>Stops all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var name in _workers.Keys)
        {
            if (_workers.TryRemove(name, out var worker))
            {
                await worker.DisposeAsync();
            }
        }
    }
}
