using Dlms.Security;
using Metering;

namespace Gateway.HeadEnd;

/// <summary>
/// Raises the counters of a data directory that is older than it looks, a copy or a backup: it may have been used since, and neither must a counter be
/// sent again, nor one be accepted that was accepted then.
/// </summary>
internal static class RestoredCounters
{
    private const string MachineState = "dlms.machine";

    /// <summary>Stands for a machine that has no name, as many containers; one that had a name and has none now is another one.</summary>
    private const string Nameless = "-";

    /// <summary>Raises the send counter and all floors by 2^20.</summary>
    public static async Task JumpAsync(IStateStore state)
    {
        var store = new CounterStore(state);
        var saved = store.Load();
        await new SendCounter(store, saved).JumpAsync(SendCounter.RestoreJump);
        await new ReceiveCounters(store, saved).JumpAsync(SendCounter.RestoreJump);
    }

    /// <summary>Raises them when the data directory was last used on another machine.</summary>
    /// <param name="state">The state store.</param>
    /// <param name="machine">Names this machine; null where it has no name.</param>
    public static async Task JumpOnAnotherMachineAsync(IStateStore state, string? machine)
    {
        var (known, name) = (state.State.GetValueOrDefault(MachineState), machine ?? Nameless);
        if (name == known)
        {
            return;
        }

        if (known is not null)
        {
            await JumpAsync(state);
        }

        await state.SetAsync(MachineState, name);
    }
}
