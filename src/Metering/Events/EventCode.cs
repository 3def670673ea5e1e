namespace Metering.Events;

/// <summary>
/// What happened, as head-ends see it (long-unsigned). 1-255 as IDIS has them, 256-3999 the product's own, 4000-4255 the M-Bus status byte of a
/// meter (<see cref="EventCodes.OfStatus"/>).
/// </summary>
public enum EventCode : ushort
{
    /// <summary>Power down: the gateway was stopped in order.</summary>
    PowerDown = 1,

    /// <summary>Power up: the gateway was started.</summary>
    PowerUp = 2,

    /// <summary>Daylight saving time began or ended.</summary>
    DaylightSavingChanged = 3,

    /// <summary>The clock was adjusted: the time it showed before.</summary>
    ClockAdjustedOldTime = 4,

    /// <summary>The clock was adjusted: the time it shows since.</summary>
    ClockAdjustedNewTime = 5,

    /// <summary>The clock is not synchronised, and nobody has set it.</summary>
    ClockInvalid = 6,

    /// <summary>Non-volatile memory error: the store does not take what is read.</summary>
    NonVolatileMemoryError = 14,

    /// <summary>Watchdog error: started after it had not been stopped in order.</summary>
    WatchdogError = 15,

    /// <summary>Firmware activated: another version of the program was started.</summary>
    FirmwareActivated = 18,

    /// <summary>Association authentication failure.</summary>
    AuthenticationFailure = 46,

    /// <summary>Parameters of the gateway were changed.</summary>
    ParametersChanged = 47,

    /// <summary>Global keys or the password were changed.</summary>
    KeysChanged = 48,

    /// <summary>Decryption or authentication of an APDU failed.</summary>
    DecryptionFailure = 49,

    /// <summary>Replay attack: an invocation counter that was used before.</summary>
    ReplayAttack = 50,

    /// <summary>A meter fell silent.</summary>
    CommunicationError = 100,

    /// <summary>A meter that was silent answers again.</summary>
    CommunicationOk = 101,

    /// <summary>A meter was installed: by a person, by a search, or found in the place of another.</summary>
    NewMeterInstalled = 105,

    /// <summary>The event log was cleared.</summary>
    EventLogCleared = 255,

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

    /// <summary>The mapping files in force are others.</summary>
    MappingChanged = 1020,

    /// <summary>An entry of a mapping file cannot be served for a meter.</summary>
    MappingEntryInError = 1021,

    /// <summary>A report cannot be delivered to its receiver.</summary>
    PushFailing = 1030,

    /// <summary>The receiver takes reports again.</summary>
    PushRecovered = 1031,

    /// <summary>The disk is nearly full.</summary>
    DiskLow = 1040,

    /// <summary>There is room on the disk again.</summary>
    DiskRecovered = 1041,

    /// <summary>The store takes what is read again.</summary>
    StoreRecovered = 1042,

    /// <summary>A backup was made.</summary>
    BackupMade = 1050,

    /// <summary>The gateway was brought back from a backup.</summary>
    BackupRestored = 1051,

    /// <summary>The oldest events of the log made room for newer ones.</summary>
    LogRolledOver = 1060,

    /// <summary>Half of all invocation counters are used.</summary>
    InvocationCounterThreshold = 1090,

    /// <summary>A meter was removed.</summary>
    MeterRemoved = 2001,

    /// <summary>Another meter answers at the primary address.</summary>
    MeterReplaced = 2002,

    /// <summary>The clock of a meter stands still.</summary>
    MeterClockStandsStill = 2003,

    /// <summary>An accumulator of a meter ran backwards.</summary>
    AccumulatorRanBackwards = 2004,

    /// <summary>A meter refuses to be read so often (application error 9).</summary>
    ReadoutQuotaRefused = 2005,

    /// <summary>A meter encrypts, and its key is missing or wrong.</summary>
    KeyMissingOrWrong = 2006,

    /// <summary>The scaler or the type of a register changed.</summary>
    RegisterScalerChanged = 2007,

    /// <summary>The first of 256 codes: 4000 + the M-Bus status byte of a meter, when it changed (EN 13757-3).</summary>
    MeterStatus = 4000,
}
