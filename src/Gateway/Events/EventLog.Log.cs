using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <content>Its messages.</content>
internal sealed partial class EventLog
{
    [LoggerMessage(Message = "{Message} (event {Code})")]
    private static partial void LogEvent(ILogger logger, LogLevel level, string message, int code);

    [LoggerMessage(Message = "Bus {Bus}: {Message} (event {Code})")]
    private static partial void LogBusEvent(ILogger logger, LogLevel level, string bus, string message, int code);

    [LoggerMessage(Message = "Bus {Bus}: meter {Meter} {Message} (event {Code})")]
    private static partial void LogMeterEvent(ILogger logger, LogLevel level, string bus, string meter, string message, int code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} event log of meter {Meter} (0: the gateway): {Message} (event 255)")]
    private static partial void LogCleared(ILogger logger, EventLogKind kind, MeterId meter, string message);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Kind} event log of meter {Meter} (0: the gateway): {Message} (event 1060)")]
    private static partial void LogRolledOver(ILogger logger, EventLogKind kind, MeterId meter, string message);

    [LoggerMessage(Level = LogLevel.Error, Message = "Events cannot be stored and wait in memory: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Events are stored again")]
    private static partial void LogStoredAgain(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events could not be stored and are lost")]
    private static partial void LogLost(ILogger logger, long count);
}
