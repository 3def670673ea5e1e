using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;

namespace Gateway.LogicalDevices;

/// <summary>The objects of the management logical device that show the network as the connection sees it that asks.</summary>
internal static class NetworkObjects
{
    /// <summary>Octets of Ethernet's 1,500 without the headers of IPv4 and TCP.</summary>
    private const ushort MaximumSegmentSize = 1460;

    /// <summary>Gateway IP address, TCP-UDP setup and IPv4 setup.</summary>
    public static IEnumerable<LogicalDeviceObject> Of(IPEndPoint? local, DlmsOptions options) =>
    [
        LogicalDeviceObject.ReadOnly(new Data(Obis.GatewayIpAddress, new CosemData.DoubleLongUnsigned(NumberOf(local?.Address)))),
        LogicalDeviceObject.ReadOnly(new TcpUdpSetup(Obis.TcpUdpSetup, () => new(
            (ushort)(local?.Port ?? options.Port),
            Obis.IPv4Setup,
            MaximumSegmentSize,
            (byte)Math.Min(options.MaxConnections, byte.MaxValue),
            options.InactivityTimeout))),
        LogicalDeviceObject.ReadOnly(new IPv4Setup(Obis.IPv4Setup, () => SettingsOf(local?.Address))),
    ];

    private static IPv4Settings SettingsOf(IPAddress? local)
    {
        var address = NumberOf(local);
        var found = address == 0 ? null : NetworkInterface.GetAllNetworkInterfaces()
            .Select(network => network.GetIPProperties())
            .FirstOrDefault(properties => properties.UnicastAddresses.Any(unicast => NumberOf(unicast.Address) == address));
        var mask = found?.UnicastAddresses.First(unicast => NumberOf(unicast.Address) == address).IPv4Mask;
        var names = found?.DnsAddresses.Where(dns => dns.AddressFamily == AddressFamily.InterNetwork).ToArray() ?? [];
        return new(
            default,
            address,
            NumberOf(mask),
            NumberOf(found?.GatewayAddresses.FirstOrDefault(gateway => NumberOf(gateway.Address) != 0)?.Address),
            found is not null && OperatingSystem.IsWindows() && found.GetIPv4Properties().IsDhcpEnabled,
            NumberOf(names.ElementAtOrDefault(0)),
            NumberOf(names.ElementAtOrDefault(1)));
    }

    /// <summary>The 32 bits of an IPv4 address; 0 for one of IPv6 or none.</summary>
    public static uint NumberOf(IPAddress? address)
    {
        var v4 = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return v4 is { AddressFamily: AddressFamily.InterNetwork } ? BinaryPrimitives.ReadUInt32BigEndian(v4.GetAddressBytes()) : 0;
    }
}
