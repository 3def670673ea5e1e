using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>Writes what happened to the log.</summary>
internal sealed partial class EventLog(ILogger<EventLog> log) : IEventLog
{
    /// <inheritdoc />
    public void Report(EventCode code, string source, string message)
    {
        var (level, number) = (Level(code), (int)code);
        if (source.Length == 0)
        {
            LogEvent(log, level, message, number);
        }
        else
        {
            LogBusEvent(log, level, source, message, number);
        }
    }

    /// <inheritdoc />
    public void Report(EventCode code, string source, string message, DateTimeOffset at) => Report(code, source, message);

    /// <inheritdoc />
    public void Report(EventCode code, Meter meter, string message)
    {
        var (level, bus, name, number) = (Level(code), meter.Bus, meter.Words(), (int)code);
        LogMeterEvent(log, level, bus, name, message, number);
    }

    private static LogLevel Level(EventCode code) => code switch
    {
        EventCode.CommunicationOk or EventCode.NewMeterInstalled or EventCode.BusRecovered or EventCode.PowerUp or EventCode.PowerDown or EventCode.DaylightSavingChanged
            or EventCode.FirmwareActivated or EventCode.MappingChanged or EventCode.DiskRecovered or EventCode.MeterStatus => LogLevel.Information,
        EventCode.NonVolatileMemoryError or EventCode.BusFault or EventCode.NoiseWithoutRequest or EventCode.AllMetersSilent => LogLevel.Error,
        _ => LogLevel.Warning,
    };

    [LoggerMessage(Message = "{Message} (event {Code})")]
    private static partial void LogEvent(ILogger logger, LogLevel level, string message, int code);

    [LoggerMessage(Message = "Bus {Bus}: {Message} (event {Code})")]
    private static partial void LogBusEvent(ILogger logger, LogLevel level, string bus, string message, int code);

    [LoggerMessage(Message = "Bus {Bus}: meter {Meter} {Message} (event {Code})")]
    private static partial void LogMeterEvent(ILogger logger, LogLevel level, string bus, string meter, string message, int code);
}
