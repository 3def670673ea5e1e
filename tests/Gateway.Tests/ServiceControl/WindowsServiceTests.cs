using Gateway.ServiceControl;
using Testing;

namespace Gateway.Tests.ServiceControl;

/// <summary>What the service manager of Windows is asked for, and that its recovery and an upgrade do not run into each other.</summary>
public class WindowsServiceTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly ToldServices _services = new();

    [Fact]
    public async Task A_service_is_ready_when_it_still_runs_after_a_while_and_is_started_again_from_then_on()
    {
        _services.Next(WindowsServiceState.StartPending, WindowsServiceState.StartPending, WindowsServiceState.Running, WindowsServiceState.Running);
        Assert.Null(await StartAsync());
        Assert.Equal(["start", "recovery True"], _services.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_ends_at_once_says_so_before_the_manager_tries_again(bool hasServed)
    {
        _services.Next([.. hasServed ? [WindowsServiceState.Running] : Array.Empty<WindowsServiceState>(), WindowsServiceState.Stopped]);
        Assert.StartsWith("It is stopped (code 1066)", await StartAsync(), StringComparison.Ordinal);
        Assert.Equal(["start", "recovery True"], _services.Asked);
    }

    [Fact]
    public async Task A_start_that_never_ends_is_given_up()
    {
        _services.Next(WindowsServiceState.StartPending);
        Assert.StartsWith("It is starting", await StartAsync(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(10), _time.GetUtcNow().TimeOfDay - TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task A_stop_is_asked_for_until_it_is_heard_and_nothing_starts_it_again_meanwhile()
    {
        // the manager has started it anew just now
        _services.Next(WindowsServiceState.StartPending, WindowsServiceState.Running, WindowsServiceState.StopPending, WindowsServiceState.Stopped);
        await StopAsync();
        Assert.Equal(["recovery False", "stop", "stop", "stop"], _services.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_does_not_run_is_not_stopped(bool isThere)
    {
        _services.Next(isThere ? WindowsServiceState.Stopped : WindowsServiceState.Missing);
        await StopAsync();
        Assert.Equal(["recovery False"], _services.Asked);
    }

    [Fact]
    public async Task A_service_that_does_not_stop_is_told_and_is_started_again_as_before()
    {
        _services.Next(WindowsServiceState.StopPending);
        Assert.Contains("it is stopping", (await Assert.ThrowsAsync<ServiceControlException>(StopAsync)).Message, StringComparison.Ordinal);
        Assert.Equal("recovery True", _services.Asked[^1]);
    }

    [Theory]
    [InlineData("S-1-5-21-1-2-3-1001")]
    [InlineData("S-1-5-11")]
    public async Task A_data_directory_that_somebody_else_has_made_is_refused_before_anything_is_there(string owner)
    {
        _services.Owner = owner;
        var refused = await Assert.ThrowsAsync<ServiceControlException>(() => Service.RegisterAsync("a folder"));
        Assert.Contains(owner, refused.Message, StringComparison.Ordinal);
        Assert.Contains("/setowner *S-1-5-32-544", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_services.Asked);
    }

    private WindowsService Service => new(_services, _time);

    private Task<string?> StartAsync() => _time.Play(Service.StartAsync);

    private Task StopAsync() => _time.Play(async () =>
    {
        await Service.StopAsync();
        return true;
    });

    /// <summary>A service manager that says the next state each time, and the last one ever after.</summary>
    private sealed class ToldServices : IWindowsServices
    {
        private readonly Queue<WindowsServiceState> _states = new();

        public List<string> Asked { get; } = [];

        public string? Owner { get; set; }

        public string User => "S-1-5-21-1-2-3-500";

        public void Next(params WindowsServiceState[] states) => Array.ForEach(states, _states.Enqueue);

        public string? CommandOf(string name) => null;

        public void Create(string name, string title, string description, string command, string account) => Asked.Add("create");

        public void SetCommand(string name, string command) => Asked.Add("command");

        public void SetRecovery(string name, bool startsAgain) => Asked.Add($"recovery {startsAgain}");

        public void Start(string name) => Asked.Add("start");

        public void Stop(string name) => Asked.Add("stop");

        public void Delete(string name) => Asked.Add("delete");

        public (WindowsServiceState State, uint Code, int Process) StatusOf(string name) => (_states.Count > 1 ? _states.Dequeue() : _states.Peek(), 1066, 0);

        public string? OwnerOf(string folder) => Owner;
    }
}
