namespace Gateway.Api;

/// <summary>What is pushed, and how it goes.</summary>
/// <param name="MaxPdu">The longest APDU of several rows, in bytes.</param>
/// <param name="TimeZone">The gateway's zone: of schedules, and of the times shown here.</param>
/// <param name="Reports">The reports.</param>
/// <param name="Receivers">The receivers of those that are on.</param>
internal sealed record PushResource(int MaxPdu, string TimeZone, IReadOnlyList<ReportResource> Reports, IReadOnlyList<ReceiverResource> Receivers);
