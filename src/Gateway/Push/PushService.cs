using Gateway.Configuration;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>Joins what pushes, and runs it with the service: schedules, the watch over the list of meters, and the workers of all receivers.</summary>
internal sealed partial class PushService : IHostedService, IAsyncDisposable
{
    private readonly PushServices _services;
    private readonly ReportActivation _activation;
    private readonly InstallationWatch _installation;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>One change of what is stored after the other, and no look at the schedules in between.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _running = Task.CompletedTask;

    /// <summary>Nothing runs yet.</summary>
    public PushService(PushServices services)
    {
        _services = services;
        _activation = new ReportActivation(services.Reports, services.Sources, services.State);
        Workers = new PushWorkers(services, report => Schedule!.Finished(report));
        Schedule = new PushSchedule(services, Workers);
        _installation = new InstallationWatch(services, () => Workers.Fire(ReportKind.OnInstallation));
        Unsent = new UnsentReports(services);
    }

    /// <summary>The reports, and what they say.</summary>
    public ReportSources Sources => _services.Sources;

    /// <summary>When reports are due.</summary>
    public PushSchedule Schedule { get; }

    /// <summary>Who sends them.</summary>
    public PushWorkers Workers { get; }

    /// <summary>What is still to be sent.</summary>
    public UnsentReports Unsent { get; }

    /// <summary>Whether reports are sent; a verb that has the data directory for itself changes them only.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Changes what is stored of a report, or of one device's share of it; it holds when the task ends, also where nothing is sent.</summary>
    /// <param name="report">The report.</param>
    /// <param name="device">One device, number 0 the gateway; null: the report itself.</param>
    /// <param name="change">From what is stored to what is to be; null: nothing any more.</param>
    /// <exception cref="PushRefusedException">It cannot be so; nothing was changed.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public async Task ChangeAsync(ReportKind report, MeterId? device, Func<ReportOptions?, ReportOptions?> change)
    {
        await _turn.WaitAsync();
        try
        {
            var before = _services.Reports.Of(report).Schedule?.Text;
            await _services.Reports.ReplaceAsync(report, device, change);
            await _activation.ApplyAsync();
            if (_services.Reports.Of(report) is { Enabled: true, Schedule: { } schedule } && schedule.Text != before)
            {
                await Schedule.BeginAnewAsync(report);
            }
        }
        finally
        {
            _turn.Release();
        }

        Schedule.Recompute();
        Workers.Reroute();
    }

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _activation.ApplyAsync();
        IsRunning = true;
        _running = _services.Begin(() => RunAsync(_stop.Token));
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
        _turn.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken);
                await Schedule.WaitAsync(cancellationToken);
            }
            catch (StoreException e)
            {
                LogNotStored(_services.Log, e);
                await Task.Delay(PushSchedule.Step, _services.Time, cancellationToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Schedule.LookAsync();
            await _installation.LookAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The schedule of the reports could not be stored; it is tried again")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
