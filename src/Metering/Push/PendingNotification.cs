using Cosem;

namespace Metering.Push;

/// <summary>What it takes to build a notification again, octet by octet, before it is protected.</summary>
/// <param name="Through">The last place in the order of storing that it holds.</param>
/// <param name="Receiver">To whom it was sent, <c>host:port</c>: invoke-ids are counted for each receiver.</param>
/// <param name="InvokeId">Its long-invoke-id, 24 bits.</param>
/// <param name="BuiltAt">Its date-time: when it was first built. UTC, to the millisecond.</param>
/// <param name="Digest">Tells whether what is built again is the same: a mapping that changed meanwhile makes it another notification.</param>
public sealed record PendingNotification(long Through, string Receiver, int InvokeId, DateTimeOffset BuiltAt, Octets Digest);
