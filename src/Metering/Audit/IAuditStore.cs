namespace Metering.Audit;

/// <summary>Keeps the audit log. It survives restarts and is bounded: the oldest entries make room for newer ones, attempts that were refused first.</summary>
public interface IAuditStore
{
    /// <summary>Appends an entry and returns it with its number, once it is safe from a power cut.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    Task<AuditEntry> AppendAsync(AuditEntry entry);

    /// <summary>The last entries, those stored last first.</summary>
    /// <param name="before">Only those with a smaller number; null: all.</param>
    /// <param name="most">So many at most.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IReadOnlyList<AuditEntry> Latest(long? before, int most);
}
