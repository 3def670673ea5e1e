using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// Tells that the gateway was started and stopped (events 2 and 1), that it had not been stopped in order before (15), and that it is another version of
/// the program (18). The mark of a running service stands in the state store, and an orderly stop takes it back:
/// <code>
/// service.run   running 0.1.0        service.run   stopped 0.1.0
/// </code>
/// It is set before a start is told, and taken back and given the new version when what is told is stored: so whoever is killed in between is told by the next.
/// </summary>
/// <param name="state">Where the mark stands.</param>
/// <param name="store">Is told when it cannot be set.</param>
/// <param name="events">Is told the rest.</param>
/// <param name="settle">Waits until what was told is stored.</param>
/// <param name="version">The version of the program.</param>
internal sealed class PowerEvents(IStateStore state, StoreHealth store, IEventLog events, Func<Task> settle, string version) : LifecycleService
{
    private const string RunState = "service.run";
    private const string Running = "running";
    private const string Stopped = "stopped";

    private bool _isStarted;

    /// <summary>A state that was copied while the gateway ran was not ended by force: its next start tells nothing of it.</summary>
    public static Task WasCopiedAsync(IStateStore state) => state.SetAsync(RunState, state.State.GetValueOrDefault(RunState, "").Replace(Running, Stopped, StringComparison.Ordinal));

    /// <summary>The ports are taken: a start that is refused is none.</summary>
    public override async Task StartedAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        var last = state.State.GetValueOrDefault(RunState, "").Split(' ');
        var before = last is [_, var known] ? known : version;
        await MarkAsync(Running, before);
        events.Report(EventCode.PowerUp, $"the gateway was started, version {version}");
        if (last[0] == Running)
        {
            events.Report(EventCode.WatchdogError, "it had not been stopped in order before: it was ended by force, it failed, or the power was lost");
        }

        if (before != version)
        {
            events.Report(EventCode.FirmwareActivated, $"version {before} was replaced by version {version}");
            await settle();
            await MarkAsync(Running, version);
        }
    }

    /// <summary>Of all that stops this is the last but the event log and the store: what comes after would not be told.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
        {
            events.Report(EventCode.PowerDown, "the gateway was stopped in order");
            await settle();
            await MarkAsync(Stopped, version);
        }
    }

    private async Task MarkAsync(string mark, string of)
    {
        try
        {
            await state.SetAsync(RunState, $"{mark} {of}");
        }
        catch (StoreException e)
        {
            // without the mark the next start tells what it can
            store.Failed(e);
        }
    }
}
