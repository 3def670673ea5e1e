using Gateway.Events;
using Gateway.LogicalDevices;
using Gateway.Push;
using Metering;
using Metering.Push;

namespace Gateway.Readout;

/// <summary>
/// What is remembered of a meter beside its readings and events: the entries of the state store whose names end with its number, and how far reports of it
/// were delivered. All of it goes when the meter was removed: it is never read, shown or sent again, and nobody else gets its number. Of a meter that was
/// replaced it stays: its readings are still shown and sent, and it may come back.
/// </summary>
internal sealed class MeterMemory(IStateStore state, IPushCursorStore cursors)
{
    private static readonly string[] Entries = [LearntHabits.State, MappedObjects.State, EntryWatch.State, MeterClockWatch.State, ToldFaults.StateOfMeters, .. PushReports.All.Select(PushReports.StateOfDevices)];

    /// <summary>Forgets a meter that was removed; does nothing where nothing is left.</summary>
    /// <exception cref="StoreException">It could not be removed from the store.</exception>
    public async Task ForgetAsync(MeterId meter)
    {
        var kept = state.State;
        foreach (var name in Entries.Select(entry => $"{entry}{meter}").Where(kept.ContainsKey))
        {
            await state.RemoveAsync(name);
        }

        await cursors.RemoveAsync(meter);
    }
}
