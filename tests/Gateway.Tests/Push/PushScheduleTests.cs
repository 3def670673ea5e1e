using Gateway.Configuration;
using Gateway.Push;
using Metering;
using Metering.Push;

namespace Gateway.Tests.Push;

public class PushScheduleTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("15 min", "12:15", "12:30", "12:45")]
    [InlineData("1 h", "13:00", "14:00", "15:00")]
    [InlineData("1 day", "00:00", "00:00", "00:00")]
    [InlineData("0 7 13,17 * * ?", "13:07", "17:07", "13:07")]
    [InlineData("30 0 6 ? * MON-FRI", "06:00", "06:00", "06:00")]
    public async Task A_report_is_sent_at_the_marks_of_its_schedule(string schedule, params string[] marks)
    {
        await using var bench = await BenchAsync(schedule);
        bench.Time.Advance(TimeSpan.FromDays(4));

        Assert.Equal(marks, bench.Receivers.Attempts.Take(marks.Length).Select(attempt => attempt.At.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Marks_are_those_of_the_zone_also_when_daylight_saving_begins()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { ValuePeriod = "1", Schedule = "0 30 6 * * ?" }), zone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(30, bench.Receivers.Attempts.Count);
        Assert.All(bench.Receivers.Attempts, attempt => Assert.Equal(attempt.At < new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero) ? 5 : 4, attempt.At.Hour));
    }

    [Fact]
    public async Task Marks_that_were_missed_while_the_gateway_was_off_are_made_up_for_once()
    {
        await using var bench = await BenchAsync("1 h");
        bench.Time.Advance(Hour);
        await bench.Push.DisposeAsync();
        bench.Time.Set(bench.Time.GetUtcNow() + (10 * Hour) + TimeSpan.FromMinutes(20));
        await bench.StartAsync();
        Assert.Equal(2, bench.Receivers.Attempts.Count);
        bench.Time.Advance(TimeSpan.FromMinutes(39));
        Assert.Equal(2, bench.Receivers.Attempts.Count);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, bench.Receivers.Attempts.Count);
    }

    [Fact]
    public async Task A_restart_between_two_marks_sends_nothing()
    {
        await using var bench = await BenchAsync("1 h");
        bench.Time.Advance(Hour + TimeSpan.FromMinutes(1));
        await bench.RestartAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(58));
        Assert.Single(bench.Receivers.Attempts);
    }

    [Fact]
    public async Task What_was_due_and_not_done_when_the_service_stopped_is_due_after_it()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Schedule = "1 month" }));
        bench.Receivers.Answer = (_, _, _) => Task.FromResult<string?>("refuses.");
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(TimeSpan.FromDays(31) - (12 * Hour));
        Assert.Single(bench.Receivers.Attempts);
        bench.Receivers.Answer = (_, _, _) => Task.FromResult<string?>(null);
        await bench.RestartAsync();

        Assert.Equal([false, true], bench.Receivers.Attempts.Select(attempt => attempt.IsDelivered));
        Assert.Single(bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Hex).Distinct());
        await bench.RestartAsync();
        Assert.Equal(2, bench.Receivers.Attempts.Count);
    }

    [Fact]
    public async Task A_clock_set_forward_takes_one_mark_and_one_set_back_waits_for_none_of_the_future()
    {
        await using var bench = await BenchAsync("1 h");
        bench.Time.Set(bench.Time.GetUtcNow() + TimeSpan.FromDays(365));
        bench.Push.Schedule.Recompute();
        Assert.Single(bench.Receivers.Attempts);

        bench.Time.Set(PushBench.Start + TimeSpan.FromMinutes(10));
        bench.Push.Schedule.Recompute();
        Assert.Single(bench.Receivers.Attempts);
        bench.Time.Advance(TimeSpan.FromMinutes(49));
        Assert.Single(bench.Receivers.Attempts);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, bench.Receivers.Attempts.Count);
    }

    [Fact]
    public async Task A_clock_that_nobody_tells_of_is_noticed_within_seconds()
    {
        await using var bench = await BenchAsync("1 day");
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        bench.Time.Set(bench.Time.GetUtcNow() + TimeSpan.FromDays(2));
        bench.Time.Advance(PushSchedule.Step);
        Assert.Single(bench.Receivers.Attempts);
    }

    [Fact]
    public async Task A_schedule_that_changes_holds_from_then_on_and_has_missed_nothing()
    {
        await using var bench = await BenchAsync("1 day");
        bench.Time.Advance(5 * Hour);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Schedule = "1 h" });
        Assert.Empty(bench.Receivers.Attempts);
        bench.Time.Advance(Hour);
        Assert.Single(bench.Receivers.Attempts);
        Assert.Equal(PushBench.Start + (7 * Hour), bench.Push.Schedule.NextOf(ReportKind.LoadProfile1));
    }

    [Fact]
    public async Task A_schedule_that_is_changed_where_nothing_is_sent_has_missed_nothing_at_the_next_start()
    {
        await using var bench = await BenchAsync("1 day");
        bench.Time.Advance((5 * Hour) + TimeSpan.FromMinutes(5));
        await bench.Push.StopAsync(CancellationToken.None);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Schedule = "1 h" });

        Assert.Equal(PushBench.Start + (6 * Hour), bench.Push.Schedule.NextOf(ReportKind.LoadProfile1));
        await bench.StartAsync();
        Assert.Empty(bench.Receivers.Attempts);
    }

    [Fact]
    public async Task A_mark_of_the_readouts_too_sends_each_meter_when_it_was_read_or_did_not_answer_and_waits_a_quarter_of_an_hour_at_most()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Schedule = "1 day" }), meters: 3) { Interval = "1 min" };
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance((12 * Hour) + TimeSpan.FromSeconds(20));
        Assert.Empty(bench.Receivers.Attempts);

        bench.History.Add(new MeterId(2), bench.Time.GetUtcNow());
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([2, 4], Assert.Single(bench.Receivers.Delivered).Rows);
        bench.History.Failed[new MeterId(3)] = bench.Time.GetUtcNow();
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([2, 4, 3], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        bench.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(2, bench.Receivers.Attempts.Count);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([2, 4, 3, 1], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
    }

    [Fact]
    public async Task What_is_sent_by_hand_waits_for_no_readout_and_neither_does_a_passive_meter()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Schedule = "1 day" }), meters: 2) { Interval = "1 day" };
        await bench.StartAsync();
        bench.Read();
        await bench.Meters.ChangeAsync(bench.Meters.Meters[2].Id, now => now with { Active = false });
        bench.Time.Advance(12 * Hour);
        Assert.Equal([2], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));

        bench.Push.Workers.Fire(ReportKind.LoadProfile1, atOnce: true);
        Assert.Equal([2, 1], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
    }

    [Fact]
    public void No_mark_is_missing_in_the_hour_that_comes_twice()
    {
        Assert.True(ReportSchedule.TryParse("15 min", out var schedule));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        var mark = new DateTimeOffset(2026, 10, 24, 23, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 16; i++)
        {
            var next = schedule.Next(mark, zone)!.Value;
            Assert.Equal(mark + TimeSpan.FromMinutes(15), next);
            mark = next;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("7 min")]
    [InlineData("0 0 25 * * ?")]
    [InlineData("* 0 * * * ?")]
    [InlineData("0/5 0 * * * ?")]
    [InlineData("0 0 * * *")]
    [InlineData("tomorrow")]
    [InlineData("0 0 0 31 2 ?")]
    [InlineData("0 0 0 1 1 ? 2020")]
    public void What_is_no_schedule_is_refused(string text) => Assert.False(ReportSchedule.TryParse(text, out _));

    private static async Task<PushBench> BenchAsync(string schedule)
    {
        var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { ValuePeriod = "1", Schedule = schedule }));
        await bench.StartAsync();
        bench.Read();
        return bench;
    }
}
