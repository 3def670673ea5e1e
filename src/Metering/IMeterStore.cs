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
    /// <exception cref="StoreException">It could not be stored, holds a value that cannot be used, or there is no address left.</exception>
    Task<Meter> AddAsync(Meter meter);

    /// <summary>Adds meters, all or none, and returns them in the order given.</summary>
    /// <exception cref="StoreException">They could not be stored, hold a value that cannot be used, or there is no address left.</exception>
    Task<IReadOnlyList<Meter>> AddAllAsync(IReadOnlyList<Meter> meters);

    /// <summary>
    /// Changes a meter, all or nothing. It can be given another logical device address: one that was given to nobody, or that of a removed or replaced
    /// meter, which has the former one in exchange. So a new meter can be found where head-ends know the old one.
    /// </summary>
    /// <param name="id">The meter.</param>
    /// <param name="change">
    /// Makes the meter as it is to be of the meter as it is stored at that moment, so that no other change is lost. It may be called a second time, and
    /// whatever it throws ends the change.
    /// </param>
    /// <exception cref="KeyNotFoundException">There is no such meter.</exception>
    /// <exception cref="StoreException">
    /// It could not be stored, or holds a value that cannot be used; a meter in place has the address, or no meter can have it.
    /// </exception>
    Task<Meter> ChangeAsync(MeterId id, Func<Meter, Meter> change);

    /// <summary>Removes a meter; its readings stay until they are forgotten, its logical device address is not given to another one.</summary>
    /// <exception cref="KeyNotFoundException">There is no such meter.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task RemoveAsync(MeterId id);

    /// <summary>
    /// Puts a meter in the place of another, both or nothing: the old one is closed, its readings and its logical device address stay its own.
    /// </summary>
    /// <param name="old">The meter that is no longer there.</param>
    /// <param name="at">When that was found.</param>
    /// <param name="successor">The meter in its place: a new one (number 0) is added, a known one is opened again.</param>
    /// <param name="inPlaceOf">Makes the successor as it is to be of the old meter and of the successor, both as they are stored at that moment.</param>
    /// <exception cref="KeyNotFoundException">There is no such meter, or the old one was closed before.</exception>
    /// <exception cref="StoreException">It could not be stored, or there is no address left.</exception>
    Task<(Meter Closed, Meter Placed)> ReplaceAsync(MeterId old, DateTimeOffset at, Meter successor, Func<Meter, Meter, Meter> inPlaceOf);
}
