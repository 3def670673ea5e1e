using System.Globalization;
using System.Net;
using Cosem;
using Dlms.Connection;
using Gateway.Access;
using Gateway.Api;
using Gateway.Backups;
using Gateway.Clocks;
using Gateway.Configuration;
using Gateway.Events;
using Gateway.Figures;
using Gateway.HeadEnd;
using Gateway.Health;
using Gateway.LogicalDevices;
using Gateway.Push;
using Gateway.Readout;
using Gateway.ServiceControl;
using Gateway.Upkeep;
using Gateway.Web;
using Metering;
using Metering.Audit;
using Metering.Events;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Serilog;
using Serilog.Events;

namespace Gateway;

/// <summary>Builds the service: the one place where its parts meet.</summary>
internal static class GatewayHost
{
    /// <summary>Connections on all ports beyond those of head-ends and as many that wait: a few browsers, and those that are displaced and not yet closed.</summary>
    private const int OtherConnections = 100;

    /// <summary>A month of log files is kept.</summary>
    private const int LogDays = 31;

    /// <summary>10 MB a file: what an editor still opens, and a bound on a day that goes wrong.</summary>
    private const int LogFileLength = 10_000_000;

    /// <summary>Says Degraded with every poll of a monitor; a lost line and a failing store were told once, when they began.</summary>
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    /// <summary>Builds the service from settings in files, environment and <paramref name="args"/>.</summary>
    /// <param name="args">Settings of the command line.</param>
    /// <param name="time">The system's time.</param>
    /// <param name="role">For what.</param>
    /// <param name="fault">Why it did not start before, with settings that were taken back.</param>
    /// <param name="held">The data directory where this program has it for longer than the service runs.</param>
    /// <exception cref="CommandLine.RefusedException">A setting, the data directory or its store does not allow a start.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, TimeProvider? time = null, HostRole role = HostRole.Service, StartFault? fault = null, DataDirectory? held = null)
    {
        var directory = held?.Path == Settings.FolderOf(args) ? await held.LendAsync() : await TakeAsync(args, role == HostRole.Service ? "the service" : "another verb");
        try
        {
            time ??= TimeProvider.System;
            StartFault? ofRestore = PendingRestore.FaultIn(directory.Path) is { } reason ? new StartFault(time.GetUtcNow(), reason, IsRestore: true) : null;
            return await BuildAsync(directory, args, time, role, [.. new[] { ofRestore, fault }.OfType<StartFault>()]);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Takes the data directory, before anything else: that ends a restore, and the settings of the backup are those to start with.</summary>
    /// <param name="args">Settings of the command line.</param>
    /// <param name="user">What this program is.</param>
    /// <param name="patience">How long another program may still have it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandLine.RefusedException">Another program has it, or it cannot be used; or there is none, and a setting is wrong.</exception>
    public static Task<DataDirectory> TakeAsync(string[] args, string user, TimeSpan patience = default, CancellationToken cancellationToken = default)
    {
        var folder = Settings.FolderOf(args);
        if (!Directory.Exists(folder))
        {
            // none is made for settings with which nothing starts
            _ = Settings.Load(args);
        }

        return DataDirectory.TakeAsync(folder, user, patience, cancellationToken);
    }

    /// <summary>A third less CPU for each request: a request runs where it arrives, since nothing here blocks a thread on what a peer does or does not send.</summary>
    public static void Sockets(SocketTransportOptions options)
    {
        options.UnsafePreferInlineScheduling = true;
        options.WaitForDataBeforeAllocatingBuffer = false;
    }

    private static async Task<WebApplication> BuildAsync(DataDirectory directory, string[] args, TimeProvider time, HostRole role, IReadOnlyList<StartFault> faults)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(GatewayHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        Settings.AddFile(builder.Configuration, builder.Configuration);
        var options = Settings.Read(builder.Configuration);
        var installation = await Installation.OpenAsync(options, time, role, directory);
        WebApplication app;
        try
        {
            Add(builder, options, installation, role, faults);
            app = builder.Build();

            // what is made first is disposed of last: the store is open until the workers have ended, whatever stops a start
            _ = app.Services.GetRequiredService<Installation>();
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }

        try
        {
            Map(app, role);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static void Add(WebApplicationBuilder builder, GatewayOptions options, Installation installation, HostRole role, IReadOnlyList<StartFault> faults)
    {
        if (role == HostRole.Verb)
        {
            // a verb invents no meters: it simulates those that are there
            options = options with { SimulatedMeters = installation.Meters.Meters.Values.Count(meter => meter is { Simulated: true, Active: true }) };
        }

        AddLogging(builder, installation, role);
        builder.Services.AddSingleton(_ => installation);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<TimeProvider>(installation.Time);
        builder.Services.AddSingleton(installation.Identity);
        builder.Services.AddSingleton<IReadoutStore>(installation.Readouts);
        builder.Services.AddSingleton<IStoreUpkeep>(installation.Readouts);
        builder.Services.AddSingleton<IMeterStore>(installation.Meters);
        builder.Services.AddSingleton<IStateStore>(installation.State);
        builder.Services.AddSingleton<IAuditStore>(installation.Audit);
        AddEvents(builder.Services, options, installation, role);
        AddLogicalDevices(builder.Services, role);
        AddReadout(builder.Services, options, installation, role);
        builder.Services.AddPush(options, installation, role);
        AddPorts(builder, options, installation, role);
        builder.Services.AddAccess(installation, role);
        builder.Services.AddApi(role);
        builder.Services.AddWeb(role);
        AddSettings(builder, faults, role);
        builder.Services.AddHealth(role);
        if (role == HostRole.Service)
        {
            builder.Services.AddFigures(installation);
        }
    }

    private static void Map(WebApplication app, HostRole role)
    {
        if (app.Services.GetRequiredService<HttpsCertificate>().IsGiven)
        {
            app.UseHsts();
        }

        // what fails on a page is told by a page: it leads there by the status that the faults are turned into
        app.UseWeb();
        app.UseMiddleware<Problems>();

        // behind what leads to the page that tells of a fault, or that page is not found
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<SameSite>();
        app.UseAuthorization();
        app.MapApi();
        app.MapHealth();
        if (role == HostRole.Service)
        {
            app.MapMetrics();
            app.MapRazorPages();
        }
    }

    /// <summary>What the section Serilog says, and a file a day in the data directory; a verb has its terminal for itself.</summary>
    private static void AddLogging(WebApplicationBuilder builder, Installation installation, HostRole role)
    {
        var file = Path.Combine(installation.Path, "logs", "gateway-.log");
        var settings = new LoggerConfiguration().MinimumLevel.Override(HealthChecks, LogEventLevel.Error);
        settings = role == HostRole.Service
            ? settings.ReadFrom.Configuration(builder.Configuration)
            : settings.MinimumLevel.Override("Microsoft", LogEventLevel.Warning);
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(
            settings.WriteTo.File(
                    file,
                    formatProvider: CultureInfo.InvariantCulture,
                    rollingInterval: RollingInterval.Day,
                    retainedFileCountLimit: LogDays,
                    fileSizeLimitBytes: LogFileLength,
                    rollOnFileSizeLimit: true)
                .CreateLogger(),
            dispose: true);
    }

    private static void AddSettings(WebApplicationBuilder builder, IReadOnlyList<StartFault> faults, HostRole role)
    {
        builder.Services.AddSingleton<RestartRequest>();
        builder.Services.AddSingleton(provider => provider.GetRequiredService<Installation>() is var installation && role == HostRole.Service
            ? HttpsCertificate.Open(provider.GetRequiredService<GatewayOptions>().Http, installation.Path, installation.Time.GetUtcNow())
            : HttpsCertificate.None);
        builder.Services.AddSingleton(provider => new SettingsChanges(
            SettingsLayers.Of(builder.Configuration),
            provider.GetRequiredService<Installation>(),
            provider.GetRequiredService<IMeterStore>(),
            provider.GetRequiredService<IEventLog>(),
            faults.Count > 0 ? faults[0] : null));
        builder.Services.AddSingleton<BackupMaker>();
        builder.Services.AddSingleton(provider => new RestoreStaging(provider.GetRequiredService<Installation>().Path, () => provider.GetRequiredService<SettingsChanges>().Layers));
        if (role == HostRole.Service)
        {
            builder.Services.AddHostedService(provider => new SettingsInForce(
                provider.GetRequiredService<Installation>(), provider.GetRequiredService<IEventLog>(), faults, provider.GetRequiredService<ILogger<SettingsInForce>>()));
        }
    }

    private static void AddReadout(IServiceCollection services, GatewayOptions options, Installation installation, HostRole role)
    {
        services.AddSingleton<ReadoutIntervals>();
        services.AddSingleton<BusWorkers>();
        services.AddSingleton(provider => new ToldFaults(installation.State, provider.GetRequiredService<StoreHealth>(), provider.GetRequiredService<EventLog>().SettleAsync));
        services.AddSingleton<BusWorkerFactory>();
        services.AddSingleton<LiveReadings>();
        services.AddSingleton(provider => new MeterKeys(installation.Path, provider.GetRequiredService<IEventLog>()));
        services.AddSingleton<MeterReplacement>();
        services.AddSingleton<IReadoutObserver>(provider => provider.GetRequiredService<MappedObjects>());
        services.AddSingleton<IReadoutObserver, MeterWatch>();
        services.AddSingleton<FreshReadings>();
        services.AddSingleton<RetentionClock>();
        services.AddSingleton(provider => new Retention(options, () => provider.GetRequiredService<RetentionClock>().Now));
        services.AddSingleton<MeterMemory>();
        services.AddSingleton<RetentionRun>();
        services.AddSingleton(provider => new StoreStatistics(
            provider.GetRequiredService<IStoreUpkeep>(),
            provider.GetRequiredService<IMeterStore>(),
            provider.GetRequiredService<ReadoutIntervals>(),
            provider.GetRequiredService<Retention>(),
            installation.Path,
            installation.Time));
        if (installation.IsSimulated && options.SimulatedMeters > 0)
        {
            services.AddHostedService<SimulatedBusService>();
        }

        services.AddHostedService<BusService>();
        services.AddSingleton<Func<string, IBusAccess?>>(provider => provider.GetRequiredService<BusWorkers>().Find);
        services.AddSingleton<Searches>();
        if (role == HostRole.Service)
        {
            services.AddHostedService<ChangedSettings>();
            services.AddHostedService<RetentionService>();
            services.AddHostedService<FirstReadouts>();
            services.AddHostedService<ResumedSearches>();
            services.AddReadoutSchedule(installation);
        }
    }

    /// <summary>The event log, and what the service watches over by itself. What starts first stops last: the power down is told when all else has ended.</summary>
    private static void AddEvents(IServiceCollection services, GatewayOptions options, Installation installation, HostRole role)
    {
        services.AddSingleton<IEventStore>(installation.Events);

        // the ports are made first of all and need it: asking for the installation keeps the store open until the last event is stored
        services.AddSingleton(provider => new EventLog(provider.GetRequiredService<Installation>().Events, installation.Time, provider.GetRequiredService<ILogger<EventLog>>()));
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<EventLog>());
        services.AddSingleton<RepeatedEvents>();
        services.AddSingleton<StoreHealth>();
        if (role == HostRole.Verb)
        {
            return;
        }

        services.AddHostedService(provider => new PowerEvents(
            installation.State,
            provider.GetRequiredService<StoreHealth>(),
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<EventLog>().SettleAsync,
            ProgramVersion.Text));
        services.AddHostedService(provider => new ClockWatch(
            installation.Time,
            installation.Zone,
            installation.State,
            provider.GetRequiredService<StoreHealth>(),
            provider.GetRequiredService<IEventLog>(),
            () => SystemClock.IsSynchronised));
        services.AddSingleton(provider => new DiskWatch(
            () => DiskSpace.FreeOn(installation.Path),
            options.DiskLowMegabytes,
            installation.State,
            provider.GetRequiredService<StoreHealth>(),
            provider.GetRequiredService<IEventLog>(),
            installation.Time));
        services.AddHostedService(provider => provider.GetRequiredService<DiskWatch>());
    }

    private static void AddLogicalDevices(IServiceCollection services, HostRole role)
    {
        services.AddSingleton<MappedObjects>();
        services.AddSingleton<MappingFiles>();
        services.AddHostedService(provider => provider.GetRequiredService<MappingFiles>());
        services.AddSingleton<MappingChanges>();
        if (role == HostRole.Service)
        {
            services.AddHostedService(provider => provider.GetRequiredService<MappingChanges>());
        }

        services.AddSingleton<MeterProfiles>();
        services.AddSingleton<LogicalDeviceDirectory>();
        services.AddSingleton<IMeterProfiles>(provider => provider.GetRequiredService<LogicalDeviceDirectory>());
        services.AddSingleton<ILogicalDeviceDirectory>(provider => provider.GetRequiredService<LogicalDeviceDirectory>());
    }

    private static void AddPorts(WebApplicationBuilder builder, GatewayOptions options, Installation installation, HostRole role)
    {
        if (role == HostRole.Verb)
        {
            builder.Services.AddSingleton<IHostLifetime, VerbLifetime>();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            return;
        }

        AddHeadEnd(builder, options, installation);
        builder.Services.AddHostedService<StartUpText>();
        builder.Services.AddHostedService<SystemdNotifier>();
    }

    private static void AddHeadEnd(WebApplicationBuilder builder, GatewayOptions options, Installation installation)
    {
        builder.Services.AddSingleton(provider => new DlmsServer(
            provider.GetRequiredService<ILogicalDeviceDirectory>(),
            installation.Security,
            new DlmsLimits
            {
                IdleTimeout = options.Dlms.InactivityTimeout,
                MaxSendPduSize = (ushort)options.Dlms.MaxSendPdu,
                MaxConnections = options.Dlms.MaxConnections,
                MaxAssociations = options.Dlms.MaxAssociations,
                MaxAssociationsPerClientAndDevice = options.Dlms.MaxAssociationsPerDevice,
                MaxUnauthenticatedPerSource = options.Dlms.MaxUnauthenticatedPerSource,
            },
            installation.Time));
        builder.Services.AddSingleton<HeadEndCounters>();
        builder.Services.AddSingleton<ConnectedClients>();
        builder.Services.AddHostedService<HeadEndService>();
        builder.WebHost.UseSockets(Sockets);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = (2 * options.Dlms.MaxConnections) + OtherConnections;
            kestrel.ListenAnyIP(options.Dlms.Port, listen => listen.UseConnectionHandler<DlmsConnectionHandler>());
            kestrel.ListenHttp(options.Http);
        });
    }
}
