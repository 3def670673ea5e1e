namespace Cosem.InterfaceClasses;

/// <summary>What IPv4 setup shows. An address is the 32 bits of its four numbers: 192.168.1.2 is 0xC0A80102, and 0 is none.</summary>
/// <param name="DataLinkReference">The setup object of the data link; 0.0.0.0.0.0: there is none.</param>
/// <param name="IpAddress">The address of the server.</param>
/// <param name="SubnetMask">The mask of its network.</param>
/// <param name="GatewayIpAddress">The router.</param>
/// <param name="UseDhcp">Whether DHCP gives the addresses.</param>
/// <param name="PrimaryDnsAddress">The first name server.</param>
/// <param name="SecondaryDnsAddress">The second name server.</param>
public sealed record IPv4Settings(
    LogicalName DataLinkReference,
    uint IpAddress,
    uint SubnetMask,
    uint GatewayIpAddress,
    bool UseDhcp,
    uint PrimaryDnsAddress,
    uint SecondaryDnsAddress);
