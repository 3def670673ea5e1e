using System.Collections.Immutable;
using Metering;

namespace Gateway.Tests.Harness;

/// <summary>Meters in memory; everything is done at once, on the caller's thread.</summary>
internal sealed class InMemoryMeterStore : IMeterStore
{
    private int _last;

    /// <summary>A change waits for it.</summary>
    public Func<Task>? Hold { get; set; }

    /// <summary>How long the lists were that were added at once.</summary>
    public List<int> Lists { get; } = [];

    public ImmutableSortedDictionary<int, Meter> Meters { get; private set; } = ImmutableSortedDictionary<int, Meter>.Empty;

    public Meter? Find(MeterId id) => Meters.GetValueOrDefault(id.Value);

    public Task<Meter> AddAsync(Meter meter) => SetAsync(meter with { Id = new MeterId(++_last), LogicalDeviceAddress = (ushort)(15 + _last) });

    public async Task<IReadOnlyList<Meter>> AddAllAsync(IReadOnlyList<Meter> meters)
    {
        Lists.Add(meters.Count);
        var added = new List<Meter>();
        foreach (var meter in meters)
        {
            added.Add(await AddAsync(meter));
        }

        return added;
    }

    public async Task<Meter> ChangeAsync(MeterId id, Func<Meter, Meter> change)
    {
        await (Hold?.Invoke() ?? Task.CompletedTask);
        return Find(id) is { } meter ? await SetAsync(change(meter)) : throw new KeyNotFoundException();
    }

    public Task RemoveAsync(MeterId id)
    {
        Meters = Meters.Remove(id.Value);
        return Task.CompletedTask;
    }

    public async Task<(Meter Closed, Meter Placed)> ReplaceAsync(MeterId old, DateTimeOffset at, Meter successor, Func<Meter, Meter, Meter> inPlaceOf)
    {
        var place = Meters[old.Value];
        var closed = await ChangeAsync(old, now => now with { Active = false, ReplacedAt = at });
        var placed = inPlaceOf(place, Find(successor.Id) ?? successor) with { Active = true, ReplacedAt = null };
        return (closed, placed.Id.Value == 0 ? await AddAsync(placed) : await SetAsync(placed));
    }

    private Task<Meter> SetAsync(Meter meter)
    {
        Meters = Meters.SetItem(meter.Id.Value, meter);
        return Task.FromResult(meter);
    }
}
