namespace Gateway;

/// <summary>Why the service did not start with the settings that were changed last; the former ones hold again.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record StartFault(DateTimeOffset At, string Reason);
