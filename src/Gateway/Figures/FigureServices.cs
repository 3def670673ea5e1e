using Dlms.Connection;
using Gateway.Clocks;
using Gateway.Configuration;
using Gateway.Events;
using Gateway.HeadEnd;
using Gateway.Push;
using Gateway.Readout;
using Gateway.Upkeep;
using Metering;

namespace Gateway.Figures;

/// <summary>The figures of the service; a verb has none.</summary>
internal static class FigureServices
{
    /// <summary>Adds all groups, in the order in which they are shown.</summary>
    public static IServiceCollection AddFigures(this IServiceCollection services, Installation installation)
    {
        var start = installation.Time.SystemTime.GetUtcNow();
        services.AddGroup(provider => BusGroups.Readouts(provider.GetRequiredService<BusWorkers>()));
        services.AddGroup(provider => BusGroups.Lines(provider.GetRequiredService<BusWorkers>()));
        services.AddGroup(provider => MeterGroups.States(
            provider.GetRequiredService<IMeterStore>(), provider.GetRequiredService<LiveReadings>(), provider.GetRequiredService<MeterKeys>(), provider.GetRequiredService<BusWorkers>()));
        services.AddGroup(provider => MeterGroups.Each(
            provider.GetRequiredService<IMeterStore>(), provider.GetRequiredService<LiveReadings>(), provider.GetRequiredService<BusWorkers>()));
        services.AddGroup(provider => HeadEndGroup.Create(
            provider.GetRequiredService<DlmsServer>(), provider.GetRequiredService<HeadEndCounters>()));
        services.AddGroup(provider => PushGroups.Receivers(provider.GetRequiredService<PushServices>(), provider.GetRequiredService<PushService>()));
        services.AddGroup(provider => PushGroups.Reports(provider.GetRequiredService<PushServices>(), provider.GetRequiredService<PushService>()));
        services.AddGroup(provider => EventGroup.Create(provider.GetRequiredService<EventLog>()));
        services.AddGroup(provider => StoreGroup.Create(
            provider.GetRequiredService<StoreStatistics>(),
            provider.GetRequiredService<IReadoutStore>(),
            provider.GetRequiredService<StoreHealth>(),
            provider.GetRequiredService<RetentionClock>(),
            provider.GetRequiredService<RetentionRun>(),
            provider.GetRequiredService<IStateStore>(),
            installation.Path));
        services.AddGroup(_ => ClockGroup.Create(installation.Time, () => SystemClock.IsSynchronised));
        services.AddGroup(_ => ProcessGroup.Create(start));
        return services.AddSingleton<FigureCatalogue>();
    }

    private static void AddGroup(this IServiceCollection services, Func<IServiceProvider, FigureGroup> create) => services.AddSingleton(create);
}
