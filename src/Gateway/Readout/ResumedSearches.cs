namespace Gateway.Readout;

/// <summary>Goes on with the searches that ran when the service stopped, and interrupts them when it stops again.</summary>
internal sealed class ResumedSearches(Searches searches, BusWorkers buses) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The workers run.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        searches.ResumeAll(buses.All.Select(bus => bus.Bus));
        return Task.CompletedTask;
    }

    /// <summary>The workers, which the searches use, still run.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => searches.DisposeAsync().AsTask();

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
