using Cosem.InterfaceClasses;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>The workers of all receivers: each runs while something is due for its receiver.</summary>
internal sealed partial class PushWorkers : IAsyncDisposable
{
    private readonly PushServices _services;
    private readonly long _born;
    private readonly Lock _gate = new();
    private readonly Dictionary<PushDestination, (PushWorker Worker, Task Running)> _workers = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isDisposed;

    /// <summary>No worker runs.</summary>
    /// <param name="services">What all share.</param>
    /// <param name="finished">Is told of a report of which nothing is due any more.</param>
    public PushWorkers(PushServices services, Action<ReportKind> finished)
    {
        _services = services;
        _born = services.Time.GetTimestamp();
        Queue = new PushQueue(finished);
    }

    /// <summary>What is due.</summary>
    public PushQueue Queue { get; }

    private TimeSpan Now => _services.Time.GetElapsedTime(_born);

    /// <summary>A report of all its devices is due.</summary>
    /// <param name="report">The report.</param>
    /// <param name="atOnce">Without the randomised start, and without waiting for a readout.</param>
    /// <returns>False: nobody is to have it.</returns>
    public bool Fire(ReportKind report, bool atOnce = false) => Fire(report, _services.Sources.DevicesOf(report), atOnce);

    /// <summary>The same of one device.</summary>
    public bool Fire(ReportKind report, MeterId device) => Fire(report, [device], atOnce: true);

    /// <summary>What waits for a receiver that its report has no longer waits for the one that it has now, and is sent at once.</summary>
    public void Reroute()
    {
        foreach (var receiver in Queue.Reroute(due => _services.Reports.Of(due.Report, due.Device).Receiver))
        {
            Wake(receiver);
        }
    }

    /// <summary>How a receiver stands.</summary>
    public ReceiverState StateOf(PushDestination receiver)
    {
        lock (_gate)
        {
            return _workers.TryGetValue(receiver, out var entry) ? entry.Worker.State : ReceiverState.Untried;
        }
    }

    /// <summary>Breaks off what is being sent: it counts as not delivered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync();
        List<Task> running;
        lock (_gate)
        {
            running = [.. _workers.Values.Select(entry => entry.Running)];
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private bool Fire(ReportKind report, IEnumerable<MeterId> devices, bool atOnce)
    {
        var (now, share) = (Now, atOnce ? 0 : _services.Chance());
        var waits = !atOnce && PushObis.ProfileOf(report) is not null;
        var receivers = new HashSet<PushDestination>();
        foreach (var device in devices.Where(device => _services.Sources.ContentOf(report, device) is not null))
        {
            if (_services.Reports.Of(report, device) is { Enabled: true, Receiver: { } receiver } settings)
            {
                var awaited = waits ? AwaitedReadout.Of(_services.Sources, device, _services.Time.GetUtcNow(), now) : null;
                Queue.Add(report, device, receiver, now + (settings.Setup.RandomisationStartInterval * share), awaited);
                receivers.Add(receiver);
            }
        }

        foreach (var receiver in receivers)
        {
            Wake(receiver);
        }

        return receivers.Count > 0;
    }

    private void Wake(PushDestination receiver)
    {
        PushWorker worker;
        lock (_gate)
        {
            worker = _workers.TryGetValue(receiver, out var entry) ? entry.Worker : new PushWorker(receiver, Queue, _services, () => Now, Wake);
            if (worker.IsRunning || _stop.IsCancellationRequested)
            {
                worker.Wake();
                return;
            }

            worker.IsRunning = true;
            _workers[receiver] = (worker, Task.CompletedTask);
        }

        worker.Wake();
        var running = _services.Begin(() => RunAsync(worker, receiver));
        lock (_gate)
        {
            _workers[receiver] = (worker, running);
        }
    }

    private async Task RunAsync(PushWorker worker, PushDestination receiver)
    {
        try
        {
            await worker.RunAsync(_stop.Token);
        }
#pragma warning disable CA1031 // A fault of the program with one receiver is told and ends nothing else; the next mark begins anew.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFault(_services.Log, e, receiver);
            Queue.Drop(receiver, () => worker.IsRunning = false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending to {Receiver} was given up until its reports are due again")]
    private static partial void LogFault(ILogger logger, Exception exception, PushDestination receiver);
}
