namespace Gateway.Push;

/// <summary>
/// Source and destination of wrapper frames (IEC 62056-4-7). All frames of a connection have the same: client libraries take those of the first for the
/// connection's, and refuse others.
/// </summary>
/// <param name="Source">The logical device whose data it is, or what the report says instead.</param>
/// <param name="Destination">The client SAP of the receiver.</param>
internal readonly record struct WrapperAddresses(ushort Source, ushort Destination);
