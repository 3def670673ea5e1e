using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>Joins what pushes, and runs it with the service: schedules, the watch over the list of meters, and the workers of all receivers.</summary>
internal sealed partial class PushService : IHostedService, IAsyncDisposable
{
    private readonly PushServices _services;
    private readonly InstallationWatch _installation;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Nothing runs yet; changes of reports hold already.</summary>
    public PushService(PushServices services)
    {
        _services = services;
        Activation = new ReportActivation(services.Reports, services.Sources, services.State);
        Workers = new PushWorkers(services, report => Schedule!.Finished(report));
        Schedule = new PushSchedule(
            services.Reports, services.State, services.Time, services.Sources.Zone, report => Workers.Queue.Has(report), report => Workers.Fire(report), services.Continuations);
        _installation = new InstallationWatch(services, () => Workers.Fire(ReportKind.OnInstallation));
        services.Reports.Changed = async () =>
        {
            await Activation.ApplyAsync();
            Schedule.Recompute();
            Workers.Reroute();
        };
    }

    /// <summary>Switches reports on and off.</summary>
    public ReportActivation Activation { get; }

    /// <summary>When reports are due.</summary>
    public PushSchedule Schedule { get; }

    /// <summary>Who sends them.</summary>
    public PushWorkers Workers { get; }

    /// <summary>Whether reports are sent; a verb that has the data directory for itself changes them only.</summary>
    public bool IsRunning { get; private set; }

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Activation.ApplyAsync();
        IsRunning = true;
        _running = _services.Continuations == TaskCreationOptions.None ? RunAsync(_stop.Token) : Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (IsRunning)
        {
            IsRunning = false;
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Workers.DisposeAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Schedule.LookAsync();
                _installation.Look();
                await Schedule.WaitAsync(cancellationToken);
            }
            catch (StoreException e)
            {
                LogNotStored(_services.Log, e);
                await Task.Delay(PushSchedule.Step, _services.Time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The schedule of the reports could not be stored; it is tried again")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
