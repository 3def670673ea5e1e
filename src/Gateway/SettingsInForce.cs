using Gateway.Backups;
using Gateway.Configuration;
using Metering.Events;

namespace Gateway;

/// <summary>The service has started: its settings and what was restored are kept, and those that did not start are told.</summary>
internal sealed partial class SettingsInForce(Installation installation, IEventLog events, IReadOnlyList<StartFault> faults, ILogger<SettingsInForce> log) : LifecycleService
{
    /// <inheritdoc />
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        SettingsFile.Keep(installation.Path);
        PendingRestore.Keep(installation.Path);
        if (installation.HadBrokenRestore)
        {
            LogBrokenOff(log);
        }

        foreach (var fault in faults)
        {
            var what = fault.IsRestore ? "backup that was brought back, and the former state holds" : "settings that were changed last, and the former ones hold";
            events.Report(EventCode.ParametersChanged, $"the service did not start with the {what} again: {fault.Reason}");
        }

        PendingRestore.Told(installation.Path);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A restore was broken off before it was complete: what it had unpacked was removed, and what was here before goes on. Restore the backup again")]
    private static partial void LogBrokenOff(ILogger logger);
}
