using Dlms.Xdlms;

namespace Dlms.Push;

/// <summary>A push as a receiver reads it.</summary>
/// <param name="SourceSap">The logical device that sent it.</param>
/// <param name="DestinationSap">The client that it is for.</param>
/// <param name="Notification">What it holds.</param>
/// <param name="Protection">How it was protected; null: not at all.</param>
public sealed record ReceivedPush(ushort SourceSap, ushort DestinationSap, DataNotification Notification, PushProtection? Protection);
