using System.Net.Sockets;
using Gateway.Backups;
using Gateway.CommandLine;
using Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Gateway;

/// <summary>Runs the service, and runs it anew whenever it is asked to; settings and backups that do not start are taken back, and what was there before runs.</summary>
/// <param name="args">Settings of the command line.</param>
/// <param name="time">The system's time.</param>
internal sealed class ServiceRun(string[] args, TimeProvider time)
{
    /// <summary>How long another program may still have the data directory: 10 s, which a verb takes that asks for something while no service runs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private StartFault? _fault;

    /// <summary>Is called with each service that is about to start.</summary>
    public Action<WebApplication>? Built { get; init; }

    /// <summary>Until it is stopped.</summary>
    /// <exception cref="RefusedException">It cannot start, and no change of settings is the reason.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // it is not given up when the service starts anew: what a verb did in it meanwhile would look like settings that do not start
        using var directory = await GatewayHost.TakeAsync(args, "the service", Patience, cancellationToken);
        while (await RunOnceAsync(directory, cancellationToken) && !cancellationToken.IsCancellationRequested)
        {
            // a whole service has become garbage, and the next one would be built beside it: nothing else makes the runtime look for what is old so soon
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    /// <summary>Whether it is to run again.</summary>
    private async Task<bool> RunOnceAsync(DataDirectory directory, CancellationToken cancellationToken)
    {
        var isStarted = false;
        try
        {
            await using var app = await GatewayHost.BuildAsync(args, time, fault: _fault, held: directory);
            var (restart, lifetime) = (app.Services.GetRequiredService<RestartRequest>(), app.Lifetime);
            lifetime.ApplicationStarted.Register(() => isStarted = true);
            Built?.Invoke(app);
            await RunAsync(app, cancellationToken);
            _fault = null;
            return restart.IsAsked;
        }
        catch (Exception e) when (!isStarted && e is not OperationCanceledException)
        {
            if (PendingRestore.TakeBack(directory.Path, e.Message))
            {
                // the data directory tells it, also to another process
                _fault = null;
                return true;
            }

            if (!SettingsFile.TakeBack(directory.Path))
            {
                throw;
            }

            _fault = new StartFault(time.GetUtcNow(), e.Message);
            return true;
        }
    }

    private static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var (options, taken) = (app.Services.GetRequiredService<GatewayOptions>(), app.Urls);
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (Exception e) when (taken.Count < 2 && e is IOException { InnerException: AddressInUseException } or SocketException)
        {
            // the ports are taken in this order, so their number tells which one was refused
            var (key, port) = taken.Count == 0 ? ("Gateway:Dlms:Port", options.Dlms.Port) : ("Gateway:Http:Port", options.Http.Port);
            throw new RefusedException($"{key} is {port}; {Reason(e)}, give another one (0: any free port).", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "this user may not open that port",
        SocketException => $"that port cannot be opened ({e.Message})",
        _ => "another program has that port",
    };
}
