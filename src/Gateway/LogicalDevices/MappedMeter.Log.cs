using Cosem;

namespace Gateway.LogicalDevices;

/// <content>Its messages.</content>
internal sealed partial class MappedMeter
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Meter {Name} ({Identity}), {File}, {LogicalName}: {Problem}")]
    private static partial void LogProblem(ILogger logger, string name, object? identity, string file, LogicalName logicalName, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Meter {Name} ({Identity}): kept readings of {LogicalName} need the scaler {Scaler}; the register and its profiles have it from now on")]
    private static partial void LogFiner(ILogger logger, string name, object? identity, LogicalName logicalName, sbyte scaler);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Meter {Name} ({Identity}): kept readings of {LogicalName} are {ScalerUnit}, its last one is {Column}; profiles leave those cells empty")]
    private static partial void LogOtherUnit(ILogger logger, string name, object? identity, LogicalName logicalName, string scalerUnit, string column);
}
