namespace Cosem.InterfaceClasses;

/// <summary>What TCP-UDP setup shows.</summary>
/// <param name="Port">The port the server listens on.</param>
/// <param name="IpReference">The IPv4 setup object.</param>
/// <param name="MaximumSegmentSize">The longest TCP segment, in octets; 576 is what every host takes.</param>
/// <param name="SimultaneousConnections">The most connections at one time.</param>
/// <param name="InactivityTimeOut">How long a connection may be silent before it is closed, whole seconds; zero: for ever.</param>
public sealed record TcpUdpSettings(
    ushort Port, LogicalName IpReference, ushort MaximumSegmentSize, byte SimultaneousConnections, TimeSpan InactivityTimeOut);
