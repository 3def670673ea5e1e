using System.Collections.Immutable;

namespace Metering;

/// <summary>Keeps the meters.</summary>
public interface IMeterStore
{
    /// <summary>The meters by number, without the removed ones: an immutable snapshot.</summary>
    ImmutableSortedDictionary<int, Meter> Meters { get; }

    /// <summary>The meter, or null when there is none or it was removed.</summary>
    Meter? Find(MeterId id);

    /// <summary>Adds a meter and returns it with its number and its logical device address, both new.</summary>
    /// <exception cref="StoreException">It could not be stored, or there is no address left.</exception>
    Task<Meter> AddAsync(Meter meter);

    /// <summary>Changes a meter; its logical device address stays as it is.</summary>
    /// <exception cref="KeyNotFoundException">There is no such meter.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task<Meter> ChangeAsync(Meter meter);

    /// <summary>Removes a meter; its readings stay until they are forgotten, its logical device address is not given to another one.</summary>
    /// <exception cref="KeyNotFoundException">There is no such meter.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task RemoveAsync(MeterId id);
}
