namespace MBus.Master;

/// <summary>Why a readout is not complete, the more telling the later.</summary>
public enum ReadoutFault
{
    /// <summary>It is complete.</summary>
    None,

    /// <summary>The meter kept silent.</summary>
    NoAnswer,

    /// <summary>Only bytes came that are no frame: disturbance, two meters at once, or a wrong baud rate or parity.</summary>
    Damaged,

    /// <summary>Another meter answered: a late answer, a doubled address, or a meter that was exchanged.</summary>
    OtherMeter,

    /// <summary>The meter confirmed and sent nothing (E5h): it has no data for class 2 now.</summary>
    NothingToSend,

    /// <summary>The meter refused with an application error (CI 70h); <see cref="ReadoutResult.ApplicationError"/> says which.</summary>
    ApplicationError,

    /// <summary>The meter announced still more telegrams when the limit was reached.</summary>
    TelegramLimit,
}
