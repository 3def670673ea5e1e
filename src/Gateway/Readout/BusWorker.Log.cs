namespace Gateway.Readout;

/// <content>The messages of a bus.</content>
internal sealed partial class BusWorker
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} failed for an unexpected reason")]
    private static partial void LogFailed(ILogger logger, Exception exception, string bus, string meter);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Bus {Bus}: of what meter {Meter} answers only the parity is wrong: it comes as 8N1, and M-Bus is 8E1. "
            + "Set the level converter to 8 data bits, even parity, 1 stop bit; if others answer well, the meter sends so")]
    private static partial void LogParity(ILogger logger, string bus, string meter);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Bus {Bus}: meter {Meter} has counted more answers than were asked for here, access number {Before} and then {Now}. "
            + "Look for another master on the bus; a meter with a radio, too, may count otherwise, which does no harm")]
    private static partial void LogOtherMaster(ILogger logger, string bus, string meter, byte before, byte now);
}
