using Gateway.CommandLine;
using Gateway.ServiceControl;
using Testing;

namespace Gateway.Tests.ServiceControl;

/// <summary>What the service manager of Windows is told of one process, whatever happens in it.</summary>
public sealed class WindowsServiceProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly ToldDispatcher _manager = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_starts_runs_and_ends_when_it_is_told_to()
    {
        await RunAsync(async (serves, stop) =>
        {
            serves();
            _manager.Stop();
            await UntilAsync(stop);
        });
        Assert.Equal(["StartPending 1", "Running", "StopPending 1", "Stopped"], _manager.Told);
    }

    [Fact]
    public async Task What_starts_anew_or_is_taken_back_in_the_process_is_still_running()
    {
        await RunAsync((serves, _) =>
        {
            serves();
            serves();
            return Task.CompletedTask;
        });
        Assert.Equal(["StartPending 1", "Running", "Running", "Stopped"], _manager.Told);
    }

    [Fact]
    public async Task A_stop_between_two_starts_is_not_lost()
    {
        await RunAsync(async (serves, stop) =>
        {
            serves();
            _manager.Stop();
            serves();
            await UntilAsync(stop);
        });
        Assert.Equal(["StartPending 1", "Running", "StopPending 1", "Stopped"], _manager.Told);
    }

    [Fact]
    public async Task A_long_start_and_a_long_stop_show_that_they_go_on()
    {
        await RunAsync(async (serves, stop) =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            serves();
            _time.Advance(TimeSpan.FromMinutes(1));
            _manager.Stop();
            _time.Advance(TimeSpan.FromSeconds(20));
            await UntilAsync(stop);
        });
        Assert.Equal(
            ["StartPending 1", "StartPending 2", "StartPending 3", "StartPending 4", "Running", "StopPending 1", "StopPending 2", "Stopped"],
            _manager.Told);
    }

    [Fact]
    public async Task A_start_that_is_refused_is_told_to_the_manager_and_in_the_data_directory_until_the_next()
    {
        await Assert.ThrowsAsync<RefusedException>(() => RunAsync((_, _) => throw new RefusedException("that port is taken")));
        Assert.Equal(["StartPending 1", "Stopped failed"], _manager.Told);
        Assert.Equal("that port is taken", await File.ReadAllTextAsync(WindowsServiceProcess.FaultIn(_folder.Path)));

        await RunAsync((_, _) => Task.CompletedTask);
        Assert.False(File.Exists(WindowsServiceProcess.FaultIn(_folder.Path)));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_hides_no_fault()
    {
        var process = new WindowsServiceProcess(_manager, _folder.File("none"), _time);
        await Assert.ThrowsAsync<RefusedException>(() => process.RunAsync((_, _) => throw new RefusedException("no"), CancellationToken.None));
        Assert.Equal("Stopped failed", _manager.Told[^1]);
    }

    [Fact]
    public async Task What_is_told_to_stop_while_it_starts_has_not_failed()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(async (_, stop) =>
        {
            _manager.Stop();
            await UntilAsync(stop);
            stop.ThrowIfCancellationRequested();
        }));
        Assert.Equal(["StartPending 1", "StopPending 2", "Stopped"], _manager.Told);
        Assert.False(File.Exists(WindowsServiceProcess.FaultIn(_folder.Path)));
    }

    [Fact]
    public async Task A_stop_after_the_end_changes_nothing()
    {
        await RunAsync((_, _) => Task.CompletedTask);
        _manager.Stop();
        Assert.Equal(["StartPending 1", "Stopped"], _manager.Told);
    }

    [Fact]
    public async Task Without_a_manager_the_service_just_runs()
    {
        _manager.HasStartedIt = false;
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var isStopped = false;
        await new WindowsServiceProcess(_manager, _folder.Path, _time).RunAsync(
            (serves, stopping) =>
            {
                serves();
                isStopped = stopping.IsCancellationRequested;
                return Task.CompletedTask;
            },
            stop.Token);
        Assert.True(isStopped);
        Assert.Empty(_manager.Told);
    }

    private Task RunAsync(Func<Action, CancellationToken, Task> service) =>
        new WindowsServiceProcess(_manager, _folder.Path, _time).RunAsync(service, CancellationToken.None);

    private static Task UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(stopped.SetResult);
        return stopped.Task.InTimeAsync();
    }

    /// <summary>A manager that keeps what it is told.</summary>
    private sealed class ToldDispatcher : IControlDispatcher
    {
        public List<string> Told { get; } = [];

        public bool HasStartedIt { get; set; } = true;

        public Action Stop { get; private set; } = () => { };

        public Task<bool> ConnectAsync(Action stop)
        {
            Stop = stop;
            return Task.FromResult(HasStartedIt);
        }

        public void Report(WindowsServiceState state, uint checkPoint, bool hasFailed) =>
            Told.Add($"{state}{(checkPoint > 0 ? $" {checkPoint}" : "")}{(hasFailed ? " failed" : "")}");
    }
}
