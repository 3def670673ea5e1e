namespace Gateway.Api;

/// <summary>An association of a head-end with a logical device as the interface shows it.</summary>
/// <param name="Client">The client's address (SAP).</param>
/// <param name="LogicalDevice">The logical device address.</param>
/// <param name="Mechanism">The number of the authentication mechanism (Green Book): 0 none, 1 LLS, 5 HLS with GMAC.</param>
internal sealed record AssociationResource(ushort Client, ushort LogicalDevice, byte Mechanism);
