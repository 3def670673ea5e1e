using Metering;
using Metering.Audit;

namespace Gateway.Access;

/// <summary>Tells in the audit log who has changed what; see <see cref="AuditedChanges"/> for what comes over the interface.</summary>
internal sealed partial class Audit(IAuditStore store, TimeProvider time, ILogger<Audit> log)
{
    /// <summary>
    /// Stores an entry. Where that fails the change has been made all the same: what was to be told goes to the service's log.
    /// </summary>
    /// <param name="actor">Who, and from where.</param>
    /// <param name="what">What was done.</param>
    /// <param name="on">To what; empty: to the gateway.</param>
    /// <param name="before">What held before, in words; never a secret.</param>
    /// <param name="after">What holds now, in words; never a secret.</param>
    /// <param name="isRefused">Whether it was an attempt that was refused.</param>
    public async Task TellAsync(Actor actor, string what, string on = "", string before = "", string after = "", bool isRefused = false)
    {
        try
        {
            await store.AppendAsync(new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = actor.Name,
                Source = actor.Source,
                What = what,
                On = on,
                Before = before,
                After = after,
                IsRefused = isRefused,
            });
        }
        catch (StoreException e)
        {
            LogUntold(log, actor, what, on, before, after, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log does not have: {Actor}, {What} {On}, from '{Before}' to '{After}'. {Reason}")]
    private static partial void LogUntold(ILogger logger, Actor actor, string what, string on, string before, string after, string reason);
}
