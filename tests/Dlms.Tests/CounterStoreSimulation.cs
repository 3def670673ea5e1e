using Dlms.Security;

namespace Dlms.Tests;

/// <summary>A store that remembers what was durable; each write can fail or be the moment of a kill, before or after it became durable.</summary>
public sealed class CounterStoreSimulation : ICounterStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<SystemTitle, uint>> _floors = [];
    private uint _sendCounterBelow;

    /// <summary>What becomes of the next writes; without it they are durable at once.</summary>
    public Func<Write>? Fate { get; set; }

    /// <summary>What a write waits for before it happens.</summary>
    public Func<Task> Delay { get; set; } = () => Task.CompletedTask;

    /// <summary>How many writes were begun.</summary>
    public int Writes { get; private set; }

    public CounterState Load()
    {
        lock (_gate)
        {
            return new CounterState(
                [.. from key in _floors from title in key.Value select new CounterFloor(key.Key, title.Key, title.Value)], _sendCounterBelow);
        }
    }

    public Task SaveFloorAsync(string keyFingerprint, SystemTitle title, uint floor) => WriteAsync(() =>
    {
        if (!_floors.TryGetValue(keyFingerprint, out var titles))
        {
            _floors.Add(keyFingerprint, titles = []);
        }

        titles[title] = floor;
    });

    public Task ForgetKeyAsync(string keyFingerprint) => WriteAsync(() => _floors.Remove(keyFingerprint));

    public Task ReserveAsync(uint sendCounterBelow) => WriteAsync(() => _sendCounterBelow = sendCounterBelow);

    private async Task WriteAsync(Action write)
    {
        await Delay();
        lock (_gate)
        {
            Writes++;
            var fate = Fate?.Invoke() ?? Write.Durable;
            if (fate is Write.Durable or Write.DurableButFailed)
            {
                write();
            }

            if (fate is not Write.Durable)
            {
                throw new IOException("The store failed.");
            }
        }
    }

    public enum Write
    {
        Durable,
        DurableButFailed,
        Lost,
    }
}
