using System.Collections.Immutable;
using Metering;

namespace Gateway.Tests.Harness;

/// <summary>State in memory; everything is done at once, on the caller's thread.</summary>
internal sealed class InMemoryStateStore : IStateStore
{
    public ImmutableSortedDictionary<string, string> State { get; private set; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How often something was set.</summary>
    public int Writes { get; private set; }

    /// <summary>Every write fails with it.</summary>
    public StoreFault? Fault { get; set; }

    public Task SetAsync(string name, string value)
    {
        Refuse();
        Writes++;
        State = State.SetItem(name, value);
        return Task.CompletedTask;
    }

    public async Task<string> GetOrAddAsync(string name, string value)
    {
        if (!State.ContainsKey(name))
        {
            await SetAsync(name, value);
        }

        return State[name];
    }

    public Task RemoveAsync(string name)
    {
        Refuse();
        State = State.Remove(name);
        return Task.CompletedTask;
    }

    public Task RemoveAllAsync(string prefix)
    {
        Refuse();
        State = State.RemoveRange(State.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));
        return Task.CompletedTask;
    }

    private void Refuse()
    {
        if (Fault is { } fault)
        {
            throw new StoreException(fault, "gateway.db", "the disk is full.");
        }
    }
}
