namespace Gateway.Readout;

/// <content>The messages of a bus.</content>
internal sealed partial class BusWorker
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Bus {Bus}: meter {Meter} cannot be read: {Fault}")]
    private static partial void LogMeterFault(ILogger logger, string bus, string meter, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Bus {Bus}: meter {Meter} answers again")]
    private static partial void LogMeterBack(ILogger logger, string bus, string meter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the line failed, it is tried again: {Reason}")]
    private static partial void LogLineLost(ILogger logger, string bus, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Bus {Bus}: the line {Line} works again")]
    private static partial void LogLineBack(ILogger logger, string bus, string line);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} failed for an unexpected reason")]
    private static partial void LogFailed(ILogger logger, Exception exception, string bus, string meter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string bus, string meter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} is stored; what it holds of the mapping could not be remembered")]
    private static partial void LogNotRemembered(ILogger logger, Exception exception, string bus, string meter);
}
