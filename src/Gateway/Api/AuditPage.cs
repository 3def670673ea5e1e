using Metering.Audit;

namespace Gateway.Api;

/// <summary>Entries of the audit log, those stored last first.</summary>
/// <param name="Entries">So many as were asked for at most.</param>
/// <param name="Before">What the next page is asked for with; null: there are no older ones.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Before)
{
    /// <summary>A page of the log.</summary>
    /// <param name="audit">The log.</param>
    /// <param name="before">Only entries with a smaller number; null: all.</param>
    /// <param name="most">So many at most.</param>
    public static AuditPage Of(IAuditStore audit, long? before, int most)
    {
        // one more tells whether there are others
        var found = audit.Latest(before, most + 1);
        return found.Count > most ? new AuditPage([.. found.Take(most)], found[most - 1].Number) : new AuditPage(found, null);
    }
}
