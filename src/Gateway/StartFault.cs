namespace Gateway;

/// <summary>Why the service did not start with the settings that were changed last, or with what was restored; the former state holds again.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="IsRestore">Whether it is not settings that were taken back, but a backup that was restored.</param>
internal sealed record StartFault(DateTimeOffset At, string Reason, bool IsRestore = false);
