namespace Metering.Events;

/// <summary>What happened, as head-ends see it (long-unsigned). 1-255 as IDIS has them, from 256 on the product's own.</summary>
public enum EventCode : ushort
{
    /// <summary>Non-volatile memory error: the store does not take what is read.</summary>
    NonVolatileMemoryError = 14,

    /// <summary>A meter fell silent.</summary>
    CommunicationError = 100,

    /// <summary>A meter that was silent answers again.</summary>
    CommunicationOk = 101,

    /// <summary>A meter was installed: by a person, by a search, or found in the place of another.</summary>
    NewMeterInstalled = 105,

    /// <summary>The line to a bus failed: converter, adapter or network.</summary>
    BusFault = 1001,

    /// <summary>The bus works again.</summary>
    BusRecovered = 1002,

    /// <summary>Bytes come on a bus while nothing is asked: a damaged meter, or a short circuit.</summary>
    NoiseWithoutRequest = 1003,

    /// <summary>All meters of a bus are silent: one fault of the bus, not many of its meters.</summary>
    AllMetersSilent = 1004,

    /// <summary>Reading all meters takes longer than their interval.</summary>
    CycleLongerThanInterval = 1010,

    /// <summary>A meter was removed.</summary>
    MeterRemoved = 2001,

    /// <summary>Another meter answers at the primary address.</summary>
    MeterReplaced = 2002,

    /// <summary>A meter refuses to be read so often (application error 9).</summary>
    ReadoutQuotaRefused = 2005,

    /// <summary>A meter encrypts, and its key is missing or wrong.</summary>
    KeyMissingOrWrong = 2006,
}
