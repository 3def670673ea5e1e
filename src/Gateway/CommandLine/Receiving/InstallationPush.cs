using System.Buffers.Binary;
using System.Net;
using Cosem;
using Dlms.Security;

namespace Gateway.CommandLine.Receiving;

/// <summary>
/// The meter list has changed.
/// <code>structure { octet-string gateway, octet-string push setup, double-long-unsigned IPv4 address, octet-string system title }</code>
/// </summary>
/// <param name="Gateway">The logical device name of the gateway.</param>
/// <param name="PushSetup">The push setup.</param>
/// <param name="Address">Where the gateway can be reached.</param>
/// <param name="SystemTitle">Its system title.</param>
internal sealed record InstallationPush(string Gateway, LogicalName PushSetup, IPAddress Address, SystemTitle SystemTitle) : PushBody(Gateway, PushSetup)
{
    /// <summary>Reads it from its elements; null when they are others.</summary>
    public static InstallationPush? TryRead(IReadOnlyList<CosemData> items) =>
        TryName(items[0], out var gateway)
        && TryLogicalName(items[1], out var pushSetup)
        && items[2] is CosemData.DoubleLongUnsigned address
        && items[3] is CosemData.OctetString octets
        && SystemTitle.TryParse(octets.Value.Span, out var title)
            ? new(gateway, pushSetup, AddressOf(address.Value), title)
            : null;

    private static IPAddress AddressOf(uint number)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return new(octets);
    }
}
