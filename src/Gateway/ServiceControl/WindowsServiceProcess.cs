namespace Gateway.ServiceControl;

/// <summary>
/// This process as the service manager of Windows sees it: it starts, runs, stops and has ended once, however often the service in it starts anew or is
/// taken back. Where no manager has started it, the service runs without one.
/// </summary>
/// <param name="dispatcher">Connects with the manager.</param>
/// <param name="folder">The data directory: why it ended stands there, since nobody sees its terminal.</param>
/// <param name="time">The system's time.</param>
internal sealed class WindowsServiceProcess(IControlDispatcher dispatcher, string folder, TimeProvider time)
{
    /// <summary>How often the manager is told that a start or a stop goes on: 20 s, a third of what it waits.</summary>
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private WindowsServiceState _state;
    private uint _checkPoint;

    /// <summary>In the data directory: why the service ended by a fault, until its next start.</summary>
    public static string FaultIn(string folder) => Path.Combine(folder, "service.fault");

    /// <summary>Runs the service to its end, until the manager stops it.</summary>
    /// <param name="service">The service; says when it serves, and ends when it is told to.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    public async Task RunAsync(Func<Action, CancellationToken, Task> service, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!await dispatcher.ConnectAsync(() => Stop(ending)))
        {
            await service(() => { }, ending.Token);
            return;
        }

        await using var sign = time.CreateTimer(_ => GoOn(), state: null, Sign, Sign);
        Enter(WindowsServiceState.StartPending);
        Keep(fault: null);
        try
        {
            await service(() => Enter(WindowsServiceState.Running), ending.Token);
            Enter(WindowsServiceState.Stopped);
        }
        catch (Exception e)
        {
            // what was told to stop is not to be started again, however it ended
            var hasFailed = !ending.IsCancellationRequested;
            Keep(hasFailed ? e.Message : null);
            Enter(WindowsServiceState.Stopped, hasFailed);
            throw;
        }
    }

    private void Stop(CancellationTokenSource ending)
    {
        lock (_gate)
        {
            if (_state != WindowsServiceState.Stopped)
            {
                Enter(WindowsServiceState.StopPending);

                // the manager waits for the answer: it does not wait for the end
                _ = ending.CancelAsync();
            }
        }
    }

    /// <summary>What stops serves no more, whatever starts in it yet; what has ended has ended.</summary>
    private void Enter(WindowsServiceState state, bool hasFailed = false)
    {
        lock (_gate)
        {
            if (_state != WindowsServiceState.Stopped && (_state != WindowsServiceState.StopPending || state == WindowsServiceState.Stopped))
            {
                _state = state;
                Tell(hasFailed);
            }
        }
    }

    private void GoOn()
    {
        lock (_gate)
        {
            if (_state is WindowsServiceState.StartPending or WindowsServiceState.StopPending)
            {
                Tell(hasFailed: false);
            }
        }
    }

    private void Tell(bool hasFailed)
    {
        _checkPoint = _state is WindowsServiceState.StartPending or WindowsServiceState.StopPending ? _checkPoint + 1 : 0;
        dispatcher.Report(_state, _checkPoint, hasFailed);
    }

    /// <summary>A data directory that cannot be written is a reason to end itself: then only the manager's log tells that it did.</summary>
    private void Keep(string? fault)
    {
        try
        {
            File.Delete(FaultIn(folder));
            if (fault is not null)
            {
                File.WriteAllText(FaultIn(folder), fault);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
