using Gateway.Clocks;
using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Testing;

namespace Gateway.Tests;

/// <summary>The schedule of readouts with the real scheduler on a clock that is moved by hand. What it waits for in real time is a second at most.</summary>
public sealed class ReadoutScheduleTests : IAsyncLifetime
{
    /// <summary>
    /// A little before 14:45 in Stockholm, with which nothing longer than a quarter of an hour begins; long enough that the scheduler has not taken hold of
    /// the next mark, which it then fires besides what was jumped over.
    /// </summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 18, 13, 44, 57, TimeSpan.Zero);
    private static readonly TimeSpan ToMark = TimeSpan.FromSeconds(4);
    private static readonly string[] AtQuarter = ["1 min", "3 min", "5 min", "15 min"];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _system = new(Start);
    private readonly FiredTriggers _fired = new();
    private Installation _installation = null!;
    private IHost _host = null!;
    private IScheduler _scheduler = null!;

    private GatewayClock Clock => _installation.Time;

    public async ValueTask InitializeAsync()
    {
        var options = new GatewayOptions { DataDirectory = _folder.File("data"), TimeZone = "Europe/Stockholm", Simulation = false };
        _installation = await Installation.OpenAsync(options, _system);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IMeterStore>(new InMemoryMeterStore());
        builder.Services.AddSingleton<ReadoutIntervals>();
        builder.Services.AddSingleton<BusWorkers>();
        builder.Services.AddReadoutSchedule(_installation);
        _host = builder.Build();
        _scheduler = await _host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        _scheduler.ListenerManager.AddTriggerListener(_fired);
        await _host.StartAsync();
    }

    [Fact]
    public async Task The_schedule_fires_at_the_marks_of_the_clock()
    {
        await AllAreAheadAsync();
        _system.Advance(ToMark);
        await FiredAsync(AtQuarter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_is_set_forward_over_many_marks_fires_each_interval_that_missed_one_once(bool byHeadEnd)
    {
        // to 15:09:57 in Stockholm: past one hour, which is a multiple of 3, and past no other
        await SetAsync(TimeSpan.FromMinutes(25), byHeadEnd);

        await FiredAsync([.. ReadoutInterval.All.Where(interval => interval.Period <= TimeSpan.FromHours(1) || interval.Text is "3 h").Select(interval => interval.Text)]);
        await AllAreAheadAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_is_set_forward_by_a_year_fires_every_interval_once(bool byHeadEnd)
    {
        await SetAsync(TimeSpan.FromDays(366), byHeadEnd);

        await FiredAsync([.. ReadoutInterval.All.Select(interval => interval.Text)]);
        await AllAreAheadAsync();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-1, false)]
    [InlineData(-24, true)]
    [InlineData(-24, false)]
    [InlineData(-24 * 365, true)]
    [InlineData(-24 * 365, false)]
    public async Task A_clock_that_is_set_back_leaves_no_schedule_waiting_and_makes_up_for_nothing(int hours, bool byHeadEnd)
    {
        await SetAsync(TimeSpan.FromHours(hours), byHeadEnd);
        await AllAreAheadAsync();
        Assert.Empty(_fired.Names);

        _system.Advance(ToMark);
        await FiredAsync(AtQuarter);
    }

    [Fact]
    public async Task A_clock_that_was_set_to_the_end_of_the_century_is_set_right_again()
    {
        await Clock.SetAsync(new DateTimeOffset(2099, 12, 31, 23, 59, 50, TimeSpan.Zero), CancellationToken.None);
        await AdjustedAsync();
        await FiredAsync(ReadoutInterval.All.Count);
        await Clock.SetAsync(Start, CancellationToken.None);
        await AdjustedAsync();

        await AllAreAheadAsync();
        _system.Advance(ToMark);
        await FiredAsync(ReadoutInterval.All.Count + AtQuarter.Length);
    }

    [Fact]
    public async Task A_schedule_that_counts_time_goes_on_counting_when_the_clock_is_set()
    {
        var trigger = TriggerBuilder.Create(Clock)
            .WithIdentity("counting")
            .ForJob("1 min")
            .StartAt(Start.AddMinutes(7))
            .WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(10)).RepeatForever())
            .Build();
        await _scheduler.ScheduleJob(trigger);
        await SetAsync(TimeSpan.FromDays(-1), byHeadEnd: true);

        Assert.Equal(Start.AddDays(-1).AddMinutes(7), (await _scheduler.GetTrigger(trigger.Key))!.NextFireTimeUtc);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _installation.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The clock is set, by a head-end or with the system's, and the schedule has heard of it.</summary>
    private async Task SetAsync(TimeSpan by, bool byHeadEnd)
    {
        if (byHeadEnd)
        {
            await Clock.SetAsync(Clock.GetUtcNow() + by, CancellationToken.None);
        }
        else
        {
            _system.SetWallClock(_system.GetUtcNow() + by);
            Clock.SystemJumped(by);
        }

        await AdjustedAsync();
    }

    private Task AdjustedAsync() => _host.Services.GetRequiredService<TriggerAdjustment>().Adjusting;

    /// <summary>So many have fired. Meanwhile time passes, but less than the scheduler needs to the next mark: it looks at the clock once a second.</summary>
    private async Task FiredAsync(int count)
    {
        var end = _system.GetTimestamp() + TimeSpan.FromSeconds(2.5).Ticks;
        await Eventually.HoldsAsync(
            () =>
            {
                _system.Advance(_system.GetTimestamp() < end ? TimeSpan.FromMilliseconds(20) : TimeSpan.Zero);
                return _fired.Names.Count >= count;
            },
            $"{count} triggers fire");
    }

    /// <summary>Exactly these fire, each once, in whatever order.</summary>
    private async Task FiredAsync(params string[] names)
    {
        await FiredAsync(names.Length);
        Assert.Equal(names.Order(StringComparer.Ordinal), _fired.Names.Order(StringComparer.Ordinal));
    }

    /// <summary>Every trigger is there, and due at the next mark of the clock.</summary>
    private async Task AllAreAheadAsync()
    {
        foreach (var interval in ReadoutInterval.All)
        {
            var trigger = await _scheduler.GetTrigger(new TriggerKey(interval.Text));
            var longest = interval.Text == "1 month" ? TimeSpan.FromDays(31) : interval.Period;
            var wait = trigger!.NextFireTimeUtc!.Value - Clock.GetUtcNow();
            Assert.True(wait > TimeSpan.Zero && wait <= longest + TimeSpan.FromHours(1), $"{interval.Text} waits {wait}");
        }
    }
}
