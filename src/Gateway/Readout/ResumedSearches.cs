namespace Gateway.Readout;

/// <summary>Goes on with the searches that ran when the service stopped, and interrupts them when it stops again.</summary>
internal sealed class ResumedSearches(Searches searches, BusWorkers buses) : LifecycleService
{
    /// <summary>The workers run.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        searches.ResumeAll(buses.All.Select(bus => bus.Bus));
        return Task.CompletedTask;
    }

    /// <summary>The workers, which the searches use, still run.</summary>
    public override Task StoppingAsync(CancellationToken cancellationToken) => searches.DisposeAsync().AsTask();
}
