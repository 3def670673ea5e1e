namespace Gateway.Access;

/// <summary>What the audit log calls a change that an endpoint makes.</summary>
/// <param name="What">In words: <c>meter changed</c>; empty: nothing, since it changes nothing.</param>
internal sealed record AuditedAs(string What);
