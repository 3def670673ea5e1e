using Gateway.Clocks;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Events;

/// <summary>The system's clock jumps, is slewed, nobody keeps it right, and it goes to summer time and back.</summary>
public sealed class ClockWatchTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private readonly ManualTimeProvider _system = new(Noon);
    private readonly InMemoryStateStore _state = new();
    private readonly RecordingEventLog _events;
    private GatewayClock _clock = null!;
    private ClockWatch _watch = null!;
    private bool _isSynchronised = true;

    public ClockWatchTests()
    {
        _events = new RecordingEventLog(_system);
        Restart();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(3600)]
    [InlineData(-86_400)]
    [InlineData(366 * 86_400)]
    [InlineData(-366 * 86_400)]
    public async Task A_jump_is_told_once_with_the_time_before_and_after(int seconds)
    {
        await LookAsync(TimeSpan.FromSeconds(1));
        _system.SetWallClock(_system.GetUtcNow().AddSeconds(seconds));
        for (var look = 0; look < 5; look++)
        {
            await LookAsync(TimeSpan.FromSeconds(1));
        }

        var now = Noon.AddSeconds(2);
        Assert.Equal([(EventCode.ClockAdjustedOldTime, now), (EventCode.ClockAdjustedNewTime, now.AddSeconds(seconds))], Adjustments());
        Assert.Equal(2, _events.Count(EventCode.ClockAdjustedOldTime, "the system's clock was set") + _events.Count(EventCode.ClockAdjustedNewTime, "the system's clock was set"));
    }

    [Fact]
    public async Task A_clock_that_is_slewed_or_stepped_by_less_than_two_seconds_has_not_jumped()
    {
        for (var look = 0; look < 500; look++)
        {
            _system.SetWallClock(_system.GetUtcNow().AddMilliseconds(look % 2 == 0 ? 1999 : -1500));
            await LookAsync(TimeSpan.FromSeconds(1));
        }

        Assert.True(_system.GetUtcNow() > Noon.AddSeconds(600));
        Assert.Empty(Adjustments());
    }

    [Fact]
    public async Task A_look_that_comes_late_is_no_jump()
    {
        await LookAsync(TimeSpan.FromSeconds(1));
        await LookAsync(TimeSpan.FromHours(3));
        Assert.Empty(Adjustments());
    }

    [Fact]
    public async Task A_clock_that_a_head_end_sets_is_told_as_its_doing_and_is_no_jump()
    {
        await LookAsync(TimeSpan.FromSeconds(1));
        await _clock.SetAsync(Noon.AddHours(-1), CancellationToken.None);
        await LookAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(
            [
                (EventCode.ClockAdjustedOldTime, Noon.AddSeconds(1), "the clock showed 2026-11-21 13:00:01 +01:00 before it was set to 2026-11-21 12:00:00 +01:00: a head-end has set it"),
                (EventCode.ClockAdjustedNewTime, Noon.AddHours(-1), "the clock shows 2026-11-21 12:00:00 +01:00 since it was set from 2026-11-21 13:00:01 +01:00: a head-end has set it"),
            ],
            _events.All.Select(entry => (entry.Code, entry.At, entry.Message)));
    }

    [Fact]
    public async Task A_clock_that_is_set_to_what_it_shows_is_told_nowhere()
    {
        await _clock.SetAsync(Noon.AddSeconds(1), CancellationToken.None);
        Assert.Empty(Adjustments());
        Assert.Equal(0, _state.Writes);
    }

    [Fact]
    public async Task Daylight_saving_time_is_told_when_it_begins_and_when_it_ends()
    {
        foreach (var start in new[] { new DateTimeOffset(2026, 3, 29, 0, 59, 58, TimeSpan.Zero), new DateTimeOffset(2026, 10, 25, 0, 59, 58, TimeSpan.Zero) })
        {
            _system.Set(start);
            for (var second = 0; second < 5; second++)
            {
                await LookAsync(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal(
            ["daylight saving time began in Europe/Stockholm: it is 2026-03-29 03:00:00 +02:00", "daylight saving time ended in Europe/Stockholm: it is 2026-10-25 02:00:00 +01:00"],
            Seasons());
    }

    [Fact]
    public async Task A_change_of_the_season_while_the_gateway_was_off_is_told_at_its_start_and_another_zone_is_none()
    {
        await LookAsync(TimeSpan.FromSeconds(1));
        _system.Set(new DateTimeOffset(2027, 7, 1, 0, 0, 0, TimeSpan.Zero));
        Restart();
        await LookAsync(TimeSpan.FromSeconds(1));
        Assert.Single(Seasons());

        Restart(TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney"));
        await LookAsync(TimeSpan.FromSeconds(1));
        Restart();
        await LookAsync(TimeSpan.FromSeconds(1));
        Assert.Single(Seasons());
    }

    [Fact]
    public async Task A_clock_that_nobody_keeps_right_is_told_once_also_over_restarts_until_somebody_does()
    {
        _isSynchronised = false;
        await LookAsync(TimeSpan.FromSeconds(1));
        await LookAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(0, _events.Count(EventCode.ClockInvalid));
        await LookAsync(TimeSpan.FromMinutes(2));
        Restart();
        await LookAsync(TimeSpan.FromSeconds(1));
        await LookAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(1, _events.Count(EventCode.ClockInvalid, "time server"));

        _isSynchronised = true;
        await LookAsync(TimeSpan.FromMinutes(1));
        _isSynchronised = false;
        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(2, _events.Count(EventCode.ClockInvalid));
    }

    [Fact]
    public async Task A_clock_that_a_head_end_has_set_is_valid()
    {
        _isSynchronised = false;
        await _clock.SetAsync(Noon.AddHours(1), CancellationToken.None);
        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(0, _events.Count(EventCode.ClockInvalid));
    }

    [Fact]
    public async Task A_store_that_fails_ends_no_watch()
    {
        _isSynchronised = false;
        await LookAsync(TimeSpan.FromSeconds(1));
        _state.Fault = StoreFault.Full;
        await LookAsync(TimeSpan.FromMinutes(10));
        _system.SetWallClock(Noon.AddDays(1));
        await LookAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Adjustments().Count);
        Assert.Equal(1, _events.Count(EventCode.NonVolatileMemoryError));

        _state.Fault = null;
        await LookAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _events.Count(EventCode.ClockInvalid));
    }

    public void Dispose()
    {
        _watch.Dispose();
        _clock.Dispose();
    }

    private void Restart(TimeZoneInfo? zone = null)
    {
        _watch?.Dispose();
        _clock?.Dispose();
        _clock = new GatewayClock(_system, _state, TimeSpan.FromMinutes(15));
        _watch = new ClockWatch(_clock, zone ?? Stockholm, _state, new StoreHealth(_events, _system), _events, () => _isSynchronised);
        _clock.WhenAdjusted(_watch.Tell);
    }

    private Task LookAsync(TimeSpan later)
    {
        _system.Advance(later);
        return _watch.LookAsync();
    }

    private List<(EventCode Code, DateTimeOffset At)> Adjustments() =>
        [.. _events.All.Where(entry => entry.Code is EventCode.ClockAdjustedOldTime or EventCode.ClockAdjustedNewTime).Select(entry => (entry.Code, entry.At))];

    private List<string> Seasons() => [.. _events.All.Where(entry => entry.Code == EventCode.DaylightSavingChanged).Select(entry => entry.Message)];
}
