using System.Collections.Immutable;

namespace Metering;

/// <summary>Keeps small things by name that have to outlive the program: the serial number drawn at first start, counters, cursors.</summary>
public interface IStateStore
{
    /// <summary>All of them: an immutable snapshot.</summary>
    ImmutableSortedDictionary<string, string> State { get; }

    /// <summary>Sets one; durable when the task ends.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task SetAsync(string name, string value);

    /// <summary>Sets one unless it is there already, and returns what is there now.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task<string> GetOrAddAsync(string name, string value);

    /// <summary>Removes one, if it is there.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task RemoveAsync(string name);

    /// <summary>Removes all whose name begins with <paramref name="prefix"/>: all or none.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task RemoveAllAsync(string prefix);
}
