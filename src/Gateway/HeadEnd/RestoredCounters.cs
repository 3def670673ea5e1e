using Dlms.Security;
using Metering;
using Metering.Storage;

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
        if (IsOf(state, machine))
        {
            return;
        }

        if (state.State.ContainsKey(MachineState))
        {
            await JumpAsync(state);
        }

        await MoveToAsync(state, machine);
    }

    /// <summary>Marks a copy of a database, which may come into place while the other one is used: whoever starts with it raises them.</summary>
    /// <param name="file">The database, whatever version it is of.</param>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public static void MarkCopy(string file) => SqliteDatabase.SetState(file, MachineState, "a copy");

    /// <summary>Whether the data directory was last used on a machine.</summary>
    public static bool IsOf(IStateStore state, string? machine) => state.State.GetValueOrDefault(MachineState) == (machine ?? Nameless);

    /// <summary>Notes the machine, whose counters have been raised.</summary>
    public static Task MoveToAsync(IStateStore state, string? machine) => state.SetAsync(MachineState, machine ?? Nameless);

    /// <summary>No counter that another state has used is used or accepted by this one.</summary>
    /// <param name="state">The state that goes on.</param>
    /// <param name="other">The one that was in use till now.</param>
    public static async Task KeepAheadAsync(IStateStore state, IStateStore other)
    {
        var store = new CounterStore(state);
        var (saved, used) = (store.Load(), new CounterStore(other).Load());
        if (used.SendCounterBelow > saved.SendCounterBelow)
        {
            await store.ReserveAsync(used.SendCounterBelow);
        }

        foreach (var floor in used.Floors)
        {
            var known = saved.Floors.FirstOrDefault(one => one.KeyFingerprint == floor.KeyFingerprint && one.Title == floor.Title);
            if (known is null || known.Floor < floor.Floor)
            {
                await store.SaveFloorAsync(floor.KeyFingerprint, floor.Title, floor.Floor);
            }
        }
    }
}
