using Cosem;
using Cosem.InterfaceClasses;
using Metering;

namespace Gateway.Push;

/// <summary>The Push setup objects of logical devices: the gateway's for its event logs and on installation, a meter's for its profiles and event logs.</summary>
/// <param name="push">The service, once its parts are joined: it sends profiles, which the devices have that these objects belong to.</param>
internal sealed class PushSetups(Func<PushService> push)
{
    /// <summary>The objects of a device.</summary>
    /// <param name="device">A meter; number 0: the gateway.</param>
    public IEnumerable<LogicalDeviceObject> Of(MeterId device) =>
        PushReports.All.Where(device.IsGateway ? PushReports.IsOfGateway : PushReports.IsOfMeters).Select(report => new PushSetup(PushObis.SetupOf(report), new DevicePushSetup(report, device, push)).ForManagement());
}
