using Gateway.Configuration;
using Gateway.ServiceControl;

namespace Gateway.Upkeep;

/// <summary>Looks for old readings when the service has started, and every hour after that; a service that has run for so long needs no way back from an upgrade.</summary>
internal sealed class RetentionService(RetentionRun run, Installation installation, TimeProvider time) : LifecycleService, IDisposable
{
    /// <summary>The retention clock is kept as often: a crash costs it no more.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _runs = Task.CompletedTask;

    /// <summary>The ports are taken: a start does not wait for the disk.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        _runs = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task StoppingAsync(CancellationToken cancellationToken) => _stop.CancelAsync();

    /// <summary>The store is still open.</summary>
    public override Task StopAsync(CancellationToken cancellationToken) => _runs;

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await run.OnceAsync(_stop.Token);
                await Task.Delay(Interval, time, _stop.Token);
                KeptDatabase.EndOld(installation.Path);
            }
        }
        catch (OperationCanceledException)
        {
            // the service ends
        }
    }
}
