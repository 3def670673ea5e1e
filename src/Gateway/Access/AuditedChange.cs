namespace Gateway.Access;

/// <summary>What the audit log tells of one request.</summary>
/// <param name="Before">What held before, in words; never a secret.</param>
/// <param name="After">What holds now, in words; never a secret.</param>
/// <param name="On">To what, where the address does not say it; null: it does.</param>
internal sealed record AuditedChange(string Before, string After, string? On);
