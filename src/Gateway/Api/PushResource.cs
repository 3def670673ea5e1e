namespace Gateway.Api;

/// <summary>What is pushed, and how it goes.</summary>
/// <param name="MaxPdu">The longest APDU of several rows, in bytes.</param>
/// <param name="Reports">The reports.</param>
/// <param name="Receivers">Their receivers.</param>
internal sealed record PushResource(int MaxPdu, IReadOnlyList<ReportResource> Reports, IReadOnlyList<ReceiverResource> Receivers);
