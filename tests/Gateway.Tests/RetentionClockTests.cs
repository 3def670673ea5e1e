using Gateway.Clocks;
using Gateway.Tests.Harness;
using Gateway.Upkeep;
using Testing;

namespace Gateway.Tests;

public sealed class RetentionClockTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _system = new(Now);
    private readonly InMemoryStateStore _state = new();
    private readonly GatewayClock _gateway;
    private RetentionClock _clock;

    public RetentionClockTests()
    {
        _gateway = new GatewayClock(_system, _state, default);
        _clock = new RetentionClock(_gateway, _state);
    }

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void Before_it_was_set_for_the_first_time_nothing_is_old()
    {
        _system.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(DateTimeOffset.MinValue, _clock.Now);
        Assert.Equal(TimeSpan.Zero, _clock.Behind);
    }

    [Fact]
    public void With_nothing_to_lose_it_is_the_gateways_and_follows_it()
    {
        _clock.CatchUp(DateTimeOffset.MaxValue);
        Assert.Equal(Now, _clock.Now);
        _system.Advance(Hour);
        Assert.Equal(Now + Hour, _clock.Now);
    }

    [Fact]
    public void Where_something_could_be_lost_it_goes_only_so_far_and_then_twice_as_fast_as_time()
    {
        _clock.CatchUp(Now.AddDays(-10));
        Assert.Equal(Now.AddDays(-10), _clock.Now);
        _clock.CatchUp(Now.AddDays(-20));
        _system.Advance(TimeSpan.FromDays(4));
        Assert.Equal(Now.AddDays(-2), _clock.Now);
        Assert.Equal(TimeSpan.FromDays(6), _clock.Behind);
        _system.Advance(TimeSpan.FromDays(6));
        Assert.Equal(_gateway.GetUtcNow(), _clock.Now);
        _system.Advance(TimeSpan.FromDays(6));
        Assert.Equal(_gateway.GetUtcNow(), _clock.Now);
    }

    [Fact]
    public async Task A_clock_set_years_forward_takes_it_along_no_faster_than_twice_the_time_and_back_it_waits()
    {
        _clock.CatchUp(Now);
        await SetAsync(Now.AddYears(10));
        Assert.Equal(Now, _clock.Now);
        _system.Advance(Hour);
        Assert.Equal(Now + (2 * Hour), _clock.Now);

        await SetAsync(Now + Hour);
        Assert.Equal(Now + Hour, _clock.Now);
        _system.Advance(Hour);
        Assert.Equal(Now + (2 * Hour), _clock.Now);
        _system.Advance(Hour);
        Assert.Equal(Now + (3 * Hour), _clock.Now);
    }

    [Fact]
    public async Task A_clock_that_is_years_behind_for_less_than_a_day_changes_nothing()
    {
        _clock.CatchUp(Now);
        await SetAsync(Now.AddYears(-20));
        for (var hour = 0; hour < 23; hour++)
        {
            _system.Advance(Hour);
            Assert.Equal(Now.AddYears(-20).AddHours(hour + 1), _clock.Now);
            await RestartAsync();
        }

        await SetAsync(Now.AddDays(1));
        Assert.Equal(Now, _clock.Now);
    }

    [Fact]
    public async Task A_clock_that_stays_behind_for_a_day_is_believed()
    {
        await SetAsync(Now.AddYears(14));
        _clock.CatchUp(DateTimeOffset.MaxValue);
        Assert.Equal(Now.AddYears(14), _clock.Now);
        await SetAsync(Now);
        for (var hour = 0; hour < 25; hour++)
        {
            _system.Advance(Hour);
            Assert.Equal(_gateway.GetUtcNow(), _clock.Now);
        }

        // the protection is there again
        await SetAsync(Now.AddYears(14));
        _system.Advance(Hour);
        Assert.True(_clock.Now <= Now.AddHours(25 + 2), $"{_clock.Now:O}");
    }

    [Fact]
    public async Task It_goes_on_after_a_restart_and_catches_up_after_a_month_off_in_a_month()
    {
        _clock.CatchUp(Now);
        await _clock.SaveAsync();
        var system = new ManualTimeProvider(Now.AddDays(30));
        using var gateway = new GatewayClock(system, _state, default);
        var clock = new RetentionClock(gateway, _state);
        Assert.Equal(Now, clock.Now);
        system.Advance(TimeSpan.FromDays(15));
        Assert.Equal(Now.AddDays(30), clock.Now);
        system.Advance(TimeSpan.FromDays(15));
        Assert.Equal(Now.AddDays(60), clock.Now);
        Assert.Equal(TimeSpan.Zero, clock.Behind);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_none()
    {
        await _state.SetAsync("retention.clock", "yesterday");
        Assert.Equal(DateTimeOffset.MinValue, new RetentionClock(_gateway, _state).Now);
    }

    /// <summary>Whatever is done to the gateway's clock, nothing is older than twice the time that passed would make it, and nothing is from the future.</summary>
    [Fact]
    public async Task It_is_never_ahead_of_the_gateways_clock_nor_of_twice_the_time()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 200, ci: 5000, full: 50_000); seed++)
        {
            var random = new Random(seed);
            await _state.RemoveAsync("retention.clock");
            _clock = new RetentionClock(_gateway, _state);
            _clock.CatchUp(DateTimeOffset.MaxValue);
            var most = _clock.Now;
            for (var step = 0; step < 30; step++)
            {
                var by = TimeSpan.FromMinutes(random.Next(600));
                switch (random.Next(4))
                {
                    case 0:
                        await SetAsync(Now.AddDays(random.Next(-4000, 4000)));
                        break;
                    case 1:
                        await RestartAsync();
                        break;
                    default:
                        _system.Advance(by);
                        most += 2 * by;
                        break;
                }

                Assert.True(_clock.Now <= most && _clock.Now <= _gateway.GetUtcNow(), $"seed {seed}, step {step}");
            }
        }
    }

    private async Task SetAsync(DateTimeOffset to) => await _gateway.SetAsync(to, default);

    private async Task RestartAsync()
    {
        await _clock.SaveAsync();
        _clock = new RetentionClock(_gateway, _state);
    }
}
