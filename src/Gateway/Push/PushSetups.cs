using Cosem;
using Cosem.InterfaceClasses;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>The Push setup objects of logical devices: the gateway's for its event logs and on installation, a meter's for its profiles and event logs.</summary>
/// <param name="source">What they rest on, once the parts of the service are joined.</param>
internal sealed class PushSetups(Func<PushSetupSource> source)
{
    private static readonly ReportKind[] OfGateway = [ReportKind.StandardEventLog, ReportKind.FraudLog, ReportKind.OnInstallation];

    private static readonly ReportKind[] OfMeter =
        [ReportKind.LoadProfile1, ReportKind.LoadProfile2, ReportKind.Billing, ReportKind.StandardEventLog, ReportKind.FraudLog];

    /// <summary>The objects of a device.</summary>
    /// <param name="device">A meter; number 0: the gateway.</param>
    public IEnumerable<LogicalDeviceObject> Of(MeterId device) =>
        (device.Value == 0 ? OfGateway : OfMeter).Select(report => new PushSetup(PushObis.SetupOf(report), new DevicePushSetup(report, device, source)).ForManagement());
}
