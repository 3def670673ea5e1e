using Dlms.Push;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering.Events;
using Metering.Push;

namespace Gateway.Push;

/// <summary>Adds what pushes to the service.</summary>
internal static class PushParts
{
    /// <summary>Adds the parts; only the service itself sends.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, GatewayOptions options, Installation installation, HostRole role)
    {
        services.AddSingleton<IPushCursorStore>(installation.PushCursors);
        services.AddSingleton<IPushTransport>(_ => new TcpPushTransport(installation.Time));
        services.AddSingleton(_ => new PushReports(options.Push, installation.State, installation.Meters));
        services.AddSingleton(provider => new ReportSources
        {
            Reports = provider.GetRequiredService<PushReports>(),
            Gateway = installation.Identity,
            Zone = installation.Zone,
            Meters = installation.Meters,
            ShowsInvented = installation.IsSimulated,
            Readouts = installation.Readouts,
            IntervalOf = provider.GetRequiredService<ReadoutIntervals>().Of,
            Profiles = provider.GetRequiredService<IMeterProfiles>(),
            Events = provider.GetRequiredService<IEventStore>(),
            Cursors = installation.PushCursors,
            AddressTowards = LocalAddress.Towards,
        });
        services.AddSingleton(provider => new PushServices
        {
            Sources = provider.GetRequiredService<ReportSources>(),
            State = installation.State,
            Transport = provider.GetRequiredService<IPushTransport>(),
            Frame = (protection, source, destination, notification) => PushFrame.WriteAsync(installation.Security, protection, source, destination, notification),
            InForce = protection => protection | installation.Security.Policy.SecurityPolicy,
            Events = provider.GetRequiredService<IEventLog>(),
            Time = installation.Time,
            MaxPdu = options.Push.MaxPdu,
            Chance = Random.Shared.NextDouble,
            Log = provider.GetRequiredService<ILogger<PushWorkers>>(),
        });
        services.AddSingleton<PushService>();
        services.AddSingleton(provider => new PushSetups(provider.GetRequiredService<PushService>));
        return role == HostRole.Verb ? services : services.AddHostedService(provider =>
        {
            var push = provider.GetRequiredService<PushService>();
            installation.Time.WhenAdjusted(_ => push.Schedule.Recompute());
            return push;
        });
    }
}
