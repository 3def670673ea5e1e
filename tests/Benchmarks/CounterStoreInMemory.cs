using Dlms.Security;

namespace Benchmarks;

/// <summary>Forgets counters at once: where sockets are left out, so are disks.</summary>
internal sealed class CounterStoreInMemory : ICounterStore
{
    /// <inheritdoc />
    public CounterState Load() => new([], 0);

    /// <inheritdoc />
    public Task SaveFloorAsync(string keyFingerprint, SystemTitle title, uint floor) => Task.CompletedTask;

    /// <inheritdoc />
    public Task ForgetKeyAsync(string keyFingerprint) => Task.CompletedTask;

    /// <inheritdoc />
    public Task ReserveAsync(uint sendCounterBelow) => Task.CompletedTask;
}
