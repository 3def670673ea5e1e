using System.Collections.Immutable;
using Metering;

namespace Gateway.Tests.Harness;

/// <summary>State in memory; everything is done at once, on the caller's thread.</summary>
internal sealed class InMemoryStateStore : IStateStore
{
    public ImmutableSortedDictionary<string, string> State { get; private set; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How often something was set.</summary>
    public int Writes { get; private set; }

    public Task SetAsync(string name, string value)
    {
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
        State = State.Remove(name);
        return Task.CompletedTask;
    }

    public Task RemoveAllAsync(string prefix)
    {
        State = State.RemoveRange(State.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));
        return Task.CompletedTask;
    }
}
