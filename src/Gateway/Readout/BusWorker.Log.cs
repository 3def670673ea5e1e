namespace Gateway.Readout;

/// <content>The messages of a bus.</content>
internal sealed partial class BusWorker
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} failed for an unexpected reason")]
    private static partial void LogFailed(ILogger logger, Exception exception, string bus, string meter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string bus, string meter);
}
