using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cosem;
using Gateway.LogicalDevices;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// On installation (reference 7.6.2.1): that the list of meters is another, whereupon the receiver reads it.
/// <code>
/// structure
///   octet-string          logical device name of the gateway
///   octet-string          logical name of the Push setup
///   double-long-unsigned  IP address of the gateway towards the receiver; 0 when that is none of IPv4
///   octet-string          system title of the gateway
/// </code>
/// </summary>
internal sealed class InstallationContent(ReportSources sources) : IReportContent
{
    private static readonly LogicalName Setup = PushObis.SetupOf(ReportKind.OnInstallation);

    /// <summary>A mark of the list of meters: the same for the same names and addresses, and never 0.</summary>
    public long Newest
    {
        get
        {
            var list = string.Join('\n', sources.MeterList().Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Sap} {entry.LogicalDeviceName}")));
            return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(list))) & long.MaxValue | 1;
        }
    }

    /// <inheritdoc />
    public ImmutableArray<CaptureObject> Objects =>
    [
        new(ClassId.Data, Obis.LogicalDeviceName, 2, 0),
        new(ClassId.PushSetup, Setup, 1, 0),
        new(ClassId.Data, Obis.GatewayIpAddress, 2, 0),
        new(ClassId.Data, Obis.GatewaySystemTitle, 2, 0),
    ];

    /// <inheritdoc />
    public PushPayload Build(PushRange range, PayloadLimit limit, Action<string> skipped) => range.Through == range.After
        ? new(Body: null, range.Through, 0, 0, IsLast: true)
        : new(
            new CosemData.Structure(
                CommonObjects.Text(sources.Gateway.LogicalDeviceName),
                new CosemData.OctetString(Setup.ToOctets()),
                new CosemData.DoubleLongUnsigned(sources.AddressTowards(sources.Reports.Of(ReportKind.OnInstallation, MeterId.Gateway).Receiver)),
                new CosemData.OctetString(sources.Gateway.SystemTitle)),
            range.Through,
            Position: 0,
            Rows: 1,
            IsLast: true);

    /// <inheritdoc />
    public long CountAfter(long delivered) => delivered == Newest ? 0 : 1;

    /// <inheritdoc />
    public DateTimeOffset? OldestAfter(long delivered) => null;
}
