namespace Dlms.Security;

/// <summary>
/// Where invocation counters survive a crash. A task ends when what it writes is durable; calls do not hold up their caller.
/// No two calls about receive counters overlap, and no two about the send counter.
/// </summary>
public interface ICounterStore
{
    /// <summary>All that was saved.</summary>
    CounterState Load();

    /// <summary>Saves the floor of one title under one key in place of the one before, be that lower or higher.</summary>
    Task SaveFloorAsync(string keyFingerprint, SystemTitle title, uint floor);

    /// <summary>Deletes all floors of one key.</summary>
    Task ForgetKeyAsync(string keyFingerprint);

    /// <summary>Saves that any send counter below a value may have been used.</summary>
    Task ReserveAsync(uint sendCounterBelow);
}
