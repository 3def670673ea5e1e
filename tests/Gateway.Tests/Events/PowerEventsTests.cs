using Gateway.Events;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Events;

/// <summary>Starts and stops, in order or not, and of another version.</summary>
public sealed class PowerEventsTests
{
    private readonly InMemoryStateStore _state = new();
    private readonly RecordingEventLog _events = new();

    [Fact]
    public async Task A_start_and_an_orderly_stop_are_told_each_once()
    {
        for (var run = 0; run < 2; run++)
        {
            var power = await StartAsync("0.1.0");
            await power.StopAsync(CancellationToken.None);
        }

        Assert.Equal([EventCode.PowerUp, EventCode.PowerDown, EventCode.PowerUp, EventCode.PowerDown], _events.Codes);
    }

    [Fact]
    public async Task A_start_after_no_orderly_stop_is_told_as_such_once()
    {
        await StartAsync("0.1.0");
        var power = await StartAsync("0.1.0");
        await power.StopAsync(CancellationToken.None);
        await StartAsync("0.1.0");

        Assert.Equal([EventCode.PowerUp, EventCode.PowerUp, EventCode.WatchdogError, EventCode.PowerDown, EventCode.PowerUp], _events.Codes);
    }

    [Fact]
    public async Task Another_version_is_told_with_both_and_the_first_start_is_no_change()
    {
        var power = await StartAsync("0.1.0");
        await power.StopAsync(CancellationToken.None);
        await StartAsync("0.2.0");
        await StartAsync("0.2.0");

        Assert.Equal(1, _events.Count(EventCode.FirmwareActivated));
        Assert.Equal(1, _events.Count(EventCode.FirmwareActivated, "version 0.1.0 was replaced by version 0.2.0"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kill_at_any_moment_of_a_start_or_a_stop_is_told_by_the_next_start(bool whileStopping)
    {
        // wherever it ends, either nothing of the stop is stored or the mark of a running service is there
        var marks = new List<string>();
        var power = new PowerEvents(_state, Health, _events, NoteAsync, "0.2.0");
        await (await StartAsync("0.1.0")).StopAsync(CancellationToken.None);
        await power.StartedAsync(CancellationToken.None);
        if (whileStopping)
        {
            marks.Clear();
            await power.StopAsync(CancellationToken.None);
        }

        Assert.Equal([whileStopping ? "running 0.2.0" : "running 0.1.0"], marks);
        Assert.Equal(whileStopping ? "stopped 0.2.0" : "running 0.2.0", _state.State["service.run"]);

        Task NoteAsync()
        {
            marks.Add(_state.State["service.run"]);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_start_that_is_refused_is_none()
    {
        // the host stops nothing that it has not wholly started; a verb that fails does
        await Power("0.1.0").StopAsync(CancellationToken.None);
        Assert.Empty(_events.Events);
        Assert.Empty(_state.State);
    }

    [Fact]
    public async Task A_store_that_fails_keeps_no_service_from_starting_or_stopping()
    {
        _state.Fault = StoreFault.Full;
        var power = await StartAsync("0.1.0");
        await power.StopAsync(CancellationToken.None);
        Assert.Equal([EventCode.NonVolatileMemoryError, EventCode.PowerUp, EventCode.PowerDown], _events.Codes);
    }

    [Fact]
    public async Task The_service_tells_its_starts_and_stops()
    {
        using var data = new TemporaryFolder();
        var first = await LogOfRunAsync(data);
        Assert.Single(first, line => line.Contains("(event 2)", StringComparison.Ordinal));
        Assert.DoesNotContain(first, line => line.Contains("(event 15)", StringComparison.Ordinal));

        // all else has ended when the power down is told
        Assert.Contains("(event 1)", first[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(await LogOfRunAsync(data), line => line.Contains("(event 15)", StringComparison.Ordinal) || line.Contains("(event 18)", StringComparison.Ordinal));
        await using (var installation = await Configuration.Installation.OpenAsync(new Configuration.GatewayOptions { DataDirectory = data.Path }, TimeProvider.System))
        {
            await installation.State.SetAsync("service.run", "running 0.0.9");
        }

        var third = await LogOfRunAsync(data);
        Assert.Single(third, line => line.Contains("(event 15)", StringComparison.Ordinal));
        Assert.Single(third, line => line.Contains("version 0.0.9 was replaced by version", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> LogOfRunAsync(TemporaryFolder data)
    {
        var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false");
        return [.. (await gateway.StopAsync()).Where(line => line.Contains("(event ", StringComparison.Ordinal))];
    }

    private async Task<PowerEvents> StartAsync(string version)
    {
        var power = Power(version);
        await power.StartedAsync(CancellationToken.None);
        return power;
    }

    private StoreHealth Health => new(_events, TimeProvider.System);

    private PowerEvents Power(string version) => new(_state, Health, _events, () => Task.CompletedTask, version);
}
