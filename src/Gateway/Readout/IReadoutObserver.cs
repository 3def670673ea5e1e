using Metering;

namespace Gateway.Readout;

/// <summary>Makes something of the readouts that were kept. Those of one meter come one after the other, those of several buses at once.</summary>
internal interface IReadoutObserver
{
    /// <summary>A readout was kept.</summary>
    /// <exception cref="StoreException">What was made of it could not be stored; the readout is.</exception>
    Task ObserveAsync(KeptReadout kept);

    /// <summary>The meter was removed: what is remembered of it goes.</summary>
    /// <exception cref="StoreException">It could not be removed from the store.</exception>
    Task ForgetAsync(Meter meter);
}
