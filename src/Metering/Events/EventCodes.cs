using System.Collections.Immutable;
using System.Globalization;
using static Metering.Events.EventDestinations;
using static Metering.Events.EventSeverity;

namespace Metering.Events;

/// <summary>What follows from an event code alone: the one table of names, severities and logs.</summary>
public static class EventCodes
{
    private static readonly ImmutableSortedDictionary<EventCode, EventDefinition> Table = new EventDefinition[]
    {
        new(EventCode.PowerDown, "Power down", Information, GatewayStandard),
        new(EventCode.PowerUp, "Power up", Information, GatewayStandard),
        new(EventCode.DaylightSavingChanged, "Daylight saving time enabled or disabled", Information, GatewayStandard),
        new(EventCode.ClockAdjustedOldTime, "Clock adjusted (old date/time)", Warning, GatewayStandard),
        new(EventCode.ClockAdjustedNewTime, "Clock adjusted (new date/time)", Warning, GatewayStandard),
        new(EventCode.ClockInvalid, "Clock invalid", Warning, GatewayStandard),
        new(EventCode.NonVolatileMemoryError, "NV memory error", Error, GatewayStandard),
        new(EventCode.WatchdogError, "Watchdog error", Warning, GatewayStandard),
        new(EventCode.FirmwareActivated, "Firmware activated", Information, GatewayStandard),
        new(EventCode.AuthenticationFailure, "Association authentication failure", Warning, GatewayFraud),
        new(EventCode.ParametersChanged, "One or more parameters changed", Information, GatewayStandard),
        new(EventCode.KeysChanged, "Global keys changed", Warning, GatewayStandard),
        new(EventCode.DecryptionFailure, "Decryption or authentication failure", Warning, GatewayFraud),
        new(EventCode.ReplayAttack, "Replay attack", Warning, GatewayFraud),
        new(EventCode.CommunicationError, "Communication error M-Bus", Warning, MeterStandard),
        new(EventCode.CommunicationOk, "Communication ok M-Bus", Information, MeterStandard),
        new(EventCode.NewMeterInstalled, "New M-Bus device installed", Information, GatewayStandard | MeterStandard),
        new(EventCode.EventLogCleared, "Event log cleared", Warning, OwnLog),
        new(EventCode.BusFault, "Bus fault", Error, GatewayStandard),
        new(EventCode.BusRecovered, "Bus recovered", Information, GatewayStandard),
        new(EventCode.NoiseWithoutRequest, "Noise without request", Error, GatewayStandard),
        new(EventCode.AllMetersSilent, "All meters silent", Error, GatewayStandard),
        new(EventCode.CycleLongerThanInterval, "Readout cycle longer than the interval", Warning, GatewayStandard),
        new(EventCode.MappingChanged, "Mapping changed", Information, GatewayStandard),
        new(EventCode.MappingEntryInError, "Mapping entry in error", Warning, MeterStandard),
        new(EventCode.PushFailing, "Push failing", Warning, GatewayStandard),
        new(EventCode.PushRecovered, "Push recovered", Information, GatewayStandard),
        new(EventCode.DiskLow, "Disk low", Error, GatewayStandard),
        new(EventCode.DiskRecovered, "Disk recovered", Information, GatewayStandard),
        new(EventCode.StoreRecovered, "Store recovered", Information, GatewayStandard),
        new(EventCode.BackupMade, "Backup made", Information, GatewayStandard),
        new(EventCode.BackupRestored, "Backup restored", Warning, GatewayStandard),
        new(EventCode.LogRolledOver, "Log rolled over", Information, OwnLog),
        new(EventCode.InvocationCounterThreshold, "Invocation counter threshold", Warning, GatewayStandard),
        new(EventCode.MeterRemoved, "Meter removed", Warning, GatewayStandard | MeterStandard),
        new(EventCode.MeterReplaced, "Meter replaced behind the same address", Warning, GatewayStandard | MeterStandard),
        new(EventCode.MeterClockStandsStill, "Meter clock stands still", Warning, MeterStandard),
        new(EventCode.AccumulatorRanBackwards, "Accumulator ran backwards", Warning, MeterStandard),
        new(EventCode.ReadoutQuotaRefused, "Readout quota refused", Warning, MeterStandard),
        new(EventCode.KeyMissingOrWrong, "Key missing or wrong", Warning, MeterStandard),
        new(EventCode.RegisterScalerChanged, "Register scaler or type changed", Warning, MeterStandard),
    }.ToImmutableSortedDictionary(definition => definition.Code, definition => definition);

    /// <summary>All codes in order, without those of the M-Bus status byte.</summary>
    public static IEnumerable<EventDefinition> All => Table.Values;

    /// <summary>The code of an M-Bus status byte (EN 13757-3): 4000 + the byte.</summary>
    public static EventCode OfStatus(byte status) => EventCode.MeterStatus + status;

    /// <summary>Whether a code is 4000 + an M-Bus status byte.</summary>
    public static bool IsStatus(EventCode code) => code is >= EventCode.MeterStatus and <= EventCode.MeterStatus + byte.MaxValue;

    /// <summary>What follows from a code; null: there is none such, as in a log that a later version has written.</summary>
    public static EventDefinition? Find(EventCode code) =>
        Table.TryGetValue(code, out var definition) ? definition
        : IsStatus(code) ? new(code, string.Create(CultureInfo.InvariantCulture, $"M-Bus status {code - EventCode.MeterStatus:X2}"), Warning, MeterStandard)
        : null;

    /// <summary>What follows from a code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code.</exception>
    public static EventDefinition Of(EventCode code) => Find(code) ?? throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such event code.");

    /// <summary>The logs that an event goes to.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="meter">The meter it speaks of; number 0: none.</param>
    public static IEnumerable<EventLogName> LogsOf(EventCode code, MeterId meter)
    {
        var logs = Of(code).Logs;
        if (logs.HasFlag(GatewayStandard) || (logs.HasFlag(MeterStandard) && meter.IsGateway))
        {
            yield return new(MeterId.Gateway, EventLogKind.Standard);
        }

        if (logs == OwnLog || (logs.HasFlag(MeterStandard) && !meter.IsGateway))
        {
            yield return new(meter, EventLogKind.Standard);
        }

        if (logs.HasFlag(GatewayFraud))
        {
            yield return new(MeterId.Gateway, EventLogKind.Fraud);
        }
    }
}
