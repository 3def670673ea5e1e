using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>TCP-UDP setup (class 41, version 0; IEC 62056-6-2).</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="settings">Gives what holds now.</param>
public sealed class TcpUdpSetup(LogicalName logicalName, Func<TcpUdpSettings> settings) : CosemObject(ClassId.TcpUdpSetup, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<TcpUdpSetup>(2, "TCP-UDP_port", static of => new CosemData.LongUnsigned(of.Settings.Port)),
        CosemAttribute.Of<TcpUdpSetup>(3, "IP_reference", static of => new CosemData.OctetString(of.Settings.IpReference.ToOctets())),
        CosemAttribute.Of<TcpUdpSetup>(4, "MSS", static of => new CosemData.LongUnsigned(of.Settings.MaximumSegmentSize)),
        CosemAttribute.Of<TcpUdpSetup>(5, "nb_of_sim_conn", static of => new CosemData.Unsigned(of.Settings.SimultaneousConnections)),
        CosemAttribute.Of<TcpUdpSetup>(6, "inactivity_time_out", static of => new CosemData.LongUnsigned(Seconds(of.Settings.InactivityTimeOut))),
    ];

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    private TcpUdpSettings Settings => settings();

    private static ushort Seconds(TimeSpan time) => (ushort)Math.Clamp(time.TotalSeconds, 0, ushort.MaxValue);
}
