using Metering;
using Metering.Audit;

namespace Gateway.Tests.Access;

/// <summary>The audit log in memory.</summary>
internal sealed class InMemoryAuditStore : IAuditStore
{
    private readonly List<AuditEntry> _entries = [];

    /// <summary>Every write fails with it.</summary>
    public StoreFault? Fault { get; set; }

    /// <summary>All of them, those stored first first, in words.</summary>
    public IReadOnlyList<string> Words => [.. _entries.Select(entry => $"{entry.Actor} from {entry.Source}: {entry.What} {entry.On}{(entry.IsRefused ? " (refused)" : "")}")];

    public Task<AuditEntry> AppendAsync(AuditEntry entry)
    {
        if (Fault is { } fault)
        {
            throw new StoreException(fault, "gateway.db", "the disk is full.");
        }

        _entries.Add(entry with { Number = _entries.Count + 1 });
        return Task.FromResult(_entries[^1]);
    }

    public IReadOnlyList<AuditEntry> Latest(long? before, int most) =>
        [.. Enumerable.Reverse(_entries).Where(entry => before is null || entry.Number < before).Take(most)];
}
