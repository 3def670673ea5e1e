using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>Writes events to the log.</summary>
internal sealed partial class EventLog(ILogger<EventLog> log) : IEventLog
{
    /// <inheritdoc />
    public void Report(EventCode code, string source, string message) => LogEvent(log, (int)code, code, source, message);

    /// <inheritdoc />
    public void Report(EventCode code, Meter meter, string message)
    {
        var source = $"meter {meter.Id} {meter.Name} ({meter.Identity?.ToString() ?? $"primary address {meter.PrimaryAddress}"})";
        LogEvent(log, (int)code, code, source, message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Number} {Code}, {Source}: {EventText}")]
    private static partial void LogEvent(ILogger logger, int number, EventCode code, string source, string eventText);
}
