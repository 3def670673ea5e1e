namespace Metering;

/// <summary>What whoever looks after a store wants to know of it. Neither looks at every reading.</summary>
public interface IStoreUpkeep
{
    /// <summary>Every meter that has a row in the store, the removed ones included, and its oldest reading that <see cref="IReadoutStore.ForgetAsync"/> would remove.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IReadOnlyList<ForgettableReadings> Forgettable();

    /// <summary>How much it holds.</summary>
    /// <param name="recent">From when on readings count as recent.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    StoreFigures Figures(DateTimeOffset recent);
}
