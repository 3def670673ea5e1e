using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>IPv4 setup (class 42, version 0; IEC 62056-6-2), without multicast addresses and options.</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="settings">Gives what holds now.</param>
public sealed class IPv4Setup(LogicalName logicalName, Func<IPv4Settings> settings) : CosemObject(ClassId.IPv4Setup, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<IPv4Setup>(2, "DL_reference", static of => new CosemData.OctetString(of.Settings.DataLinkReference.ToOctets())),
        CosemAttribute.Of<IPv4Setup>(3, "IP_address", static of => Address(of.Settings.IpAddress)),
        CosemAttribute.Of<IPv4Setup>(4, "multicast_IP_address", static _ => new CosemData.Array()),
        CosemAttribute.Of<IPv4Setup>(5, "IP_options", static _ => new CosemData.Array()),
        CosemAttribute.Of<IPv4Setup>(6, "subnet_mask", static of => Address(of.Settings.SubnetMask)),
        CosemAttribute.Of<IPv4Setup>(7, "gateway_IP_address", static of => Address(of.Settings.GatewayIpAddress)),
        CosemAttribute.Of<IPv4Setup>(8, "use_DHCP_flag", static of => new CosemData.Boolean(of.Settings.UseDhcp)),
        CosemAttribute.Of<IPv4Setup>(9, "primary_DNS_address", static of => Address(of.Settings.PrimaryDnsAddress)),
        CosemAttribute.Of<IPv4Setup>(10, "secondary_DNS_address", static of => Address(of.Settings.SecondaryDnsAddress)),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.NotInvokable(1, "add_mc_IP_address"),
        CosemMethod.NotInvokable(2, "delete_mc_IP_address"),
        CosemMethod.NotInvokable(3, "get_nbof_mc_IP_addresses"),
    ];

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private IPv4Settings Settings => settings();

    private static CosemData.DoubleLongUnsigned Address(uint bits) => new(bits);
}
