using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Tests.Push;

public class PushWorkerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_failed_report_is_repeated_after_its_delay_doubled_each_time_until_its_retries_end()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Schedule = "1 day", Retries = 8, RepetitionDelay = TimeSpan.FromMinutes(1) }));
        bench.Receivers.Answer = (_, _, _) => Task.FromResult<string?>("refuses connections.");
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 60, 60], PausesOf(bench).Select(pause => pause.TotalMinutes));
        Assert.Single(bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Hex).Distinct());
        Assert.Equal(0, bench.Push.Workers.Queue.Count);
        bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 60, 60], PausesOf(bench).Skip(9).Select(pause => pause.TotalHours > 12 ? 0 : pause.TotalMinutes)); // the next mark begins anew
    }

    [Fact]
    public async Task Chance_makes_a_pause_up_to_a_quarter_longer()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { RepetitionDelay = TimeSpan.FromSeconds(100), Retries = 2 })) { Chance = () => 0.5 };
        bench.Receivers.Answer = (_, _, _) => Task.FromResult<string?>("refuses.");
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour + TimeSpan.FromMinutes(30));

        Assert.Equal([0, 112.5, 225], PausesOf(bench).Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task Sending_begins_at_a_random_moment_within_the_randomisation()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Randomisation = TimeSpan.FromMinutes(10) }), meters: 5) { Chance = () => 0.25 };
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(2 * Hour);

        Assert.Equal(5, bench.Receivers.Attempts.Count);
        Assert.All(bench.Receivers.Attempts, attempt => Assert.Equal(PushBench.Start + Hour + TimeSpan.FromMinutes(2.5), attempt.At));
        Assert.True(bench.Push.Workers.Fire(ReportKind.LoadProfile1, new MeterId(1))); // by hand at once
    }

    [Fact]
    public async Task Nothing_is_sent_outside_the_communication_window()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { CommunicationWindow = ["22:00-06:00", "14:30-14:40"] }));
        await bench.StartAsync();
        for (var hour = 0; hour < 24; hour++)
        {
            bench.Read();
            bench.Time.Advance(Hour);
        }

        var hours = bench.Receivers.Attempts.Select(attempt => attempt.At.TimeOfDay).ToList();
        Assert.InRange(hours[0], new TimeSpan(14, 30, 0), new TimeSpan(14, 31, 0));
        Assert.InRange(hours[1], new TimeSpan(22, 0, 0), new TimeSpan(22, 1, 0));
        Assert.Equal([23, 0, 1, 2, 3, 4, 5, 6], hours.Skip(2).Select(time => time.Hours));
        Assert.Equal(Enumerable.Range(1, 18).Select(number => (long)number), bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
    }

    [Fact]
    public async Task What_waited_for_a_window_begins_at_a_random_moment_after_it_has_opened()
    {
        var window = PushBench.LoadProfile1() with { CommunicationWindow = ["22:00-06:00"], Randomisation = TimeSpan.FromMinutes(40) };
        await using var bench = new PushBench(PushBench.With(window), meters: 3) { Chance = () => 0.5 };
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(12 * Hour);

        Assert.All(bench.Receivers.Attempts.Take(3), attempt => Assert.InRange(attempt.At.TimeOfDay, new TimeSpan(22, 20, 0), new TimeSpan(22, 21, 0)));
        Assert.Equal(3, bench.Receivers.Attempts.Take(3).Select(attempt => attempt.Notifications[0].Source).Distinct().Count());
    }

    [Fact]
    public async Task A_window_shorter_than_the_randomisation_holds_a_report_up_only_once()
    {
        var window = PushBench.LoadProfile1() with { CommunicationWindow = ["22:10-22:20"], Randomisation = TimeSpan.FromHours(1), Schedule = "1 day" };
        await using var bench = new PushBench(PushBench.With(window)) { Chance = () => 0.9 };
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(TimeSpan.FromDays(4));

        Assert.NotEmpty(bench.Receivers.Delivered);
        Assert.InRange(bench.Receivers.Attempts[0].At.TimeOfDay, new TimeSpan(22, 10, 0), new TimeSpan(22, 11, 0));
    }

    [Fact]
    public async Task A_receiver_that_fails_at_one_device_gets_all_others()
    {
        await using var bench = new PushBench(meters: 150);
        bench.Receivers.Answer = (_, attempt, _) => Task.FromResult(attempt.Notifications.Any(sent => sent.Source == 16 + 40) ? "reset the connection." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);
        Assert.NotEmpty(bench.Receivers.Attempts);
        bench.Time.Advance(2 * Hour);

        Assert.Equal(149, bench.Receivers.Delivered.Count());
        Assert.Equal(149, bench.Receivers.Delivered.SelectMany(sent => sent.Rows).Distinct().Count());
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public async Task Devices_that_a_receiver_refuses_keep_no_other_from_their_turn_also_without_retries(int? serverSap, int retries)
    {
        // with one source for all they share connections
        var report = PushBench.LoadProfile1() with { Retries = retries, Schedule = "1 day" };
        await using var bench = new PushBench(PushBench.With(report with { Receiver = report.Receiver! with { ServerSap = serverSap } }), meters: 150);
        bench.Receivers.Answer = (_, attempt, _) => Task.FromResult(attempt.Notifications.Any(sent => sent.Rows[0] is 1 or 2 or 40) ? "reset the connection." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(18 * Hour);

        Assert.Equal(147, bench.Receivers.Delivered.SelectMany(sent => sent.Rows).Distinct().Count());
        Assert.Equal(0, bench.Push.Workers.Queue.Count);
        Assert.All([1L, 2L, 40L], row => Assert.Equal(1 + retries, bench.Receivers.Attempts.Count(attempt => attempt.Notifications.Count == 1 && attempt.Notifications[0].Rows[0] == row)));
    }

    [Fact]
    public async Task A_receiver_has_not_recovered_while_it_still_refuses_a_device()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Retries = 0 }), meters: 3);
        var refuses = true;
        bench.Receivers.Answer = (_, attempt, _) => Task.FromResult(refuses && attempt.Notifications[0].Source == 17 ? "reset the connection." : null);
        await bench.StartAsync();
        for (var hour = 0; hour < 5; hour++)
        {
            bench.Read();
            bench.Time.Advance(Hour);
        }

        Assert.Equal([EventCode.PushFailing], bench.Events.Codes);
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        refuses = false;
        bench.Read();
        bench.Time.Advance(Hour);
        Assert.Equal([EventCode.PushFailing, EventCode.PushRecovered], bench.Events.Codes);
    }

    [Fact]
    public async Task A_line_that_is_too_slow_for_a_full_batch_drains_in_smaller_ones()
    {
        await using var bench = new PushBench(meters: 100);
        bench.Receivers.Answer = async (_, attempt, cancellationToken) =>
        {
            if (attempt.Notifications.Count > 8)
            {
                await ScriptedReceivers.HangAsync(cancellationToken);
            }

            return null;
        };
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(8 * Hour);

        Assert.Equal(100, bench.Receivers.Delivered.Count());
    }

    [Fact]
    public async Task A_receiver_that_fails_is_told_of_once_and_once_when_all_is_delivered()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Retries = 1 }), meters: 3);
        var isDead = true;
        bench.Receivers.Answer = (_, _, _) => Task.FromResult(isDead ? "head-end.example:4059 refuses connections." : null);
        await bench.StartAsync();
        for (var hour = 0; hour < 30; hour++)
        {
            bench.Read();
            bench.Time.Advance(Hour);
            if (hour == 10)
            {
                await bench.RestartAsync();
            }
        }

        Assert.Equal([EventCode.PushFailing], bench.Events.Codes);
        Assert.Equal(PushBench.Start + Hour + TimeSpan.FromMinutes(7), bench.Events.All.Single().At);
        Assert.NotNull(bench.StateOf().FailingSince);
        Assert.Equal(90, Enumerable.Range(1, 3).Sum(meter => bench.Services.Sources.ContentOf(ReportKind.LoadProfile1, new MeterId(meter))!.CountAfter(bench.Cursor(meter).Delivered)));

        isDead = false;
        bench.Time.Advance(Hour);
        Assert.Equal([EventCode.PushFailing, EventCode.PushRecovered], bench.Events.Codes);
        Assert.Equal("1031 : head-end.example:4059 takes reports again, which it did not since 2026-03-01 13:00:00 UTC; 90 rows in 6 notifications were held up and are delivered.", bench.Events.Events[1]);
        Assert.Equal((null, null, 90, 6), (bench.StateOf().FailingSince, bench.StateOf().Fault, bench.StateOf().Rows, bench.StateOf().Notifications));
    }

    [Fact]
    public async Task A_short_failure_is_no_event()
    {
        await using var bench = new PushBench();
        var fails = 3;
        bench.Receivers.Answer = (_, _, _) => Task.FromResult(fails-- > 0 ? "refuses." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(2 * Hour);

        Assert.Empty(bench.Events.Events);
        Assert.Equal(1, bench.Cursor().Delivered);
    }

    [Fact]
    public async Task A_receiver_that_hangs_delays_no_other_and_is_broken_off()
    {
        await using var bench = new PushBench(new()
        {
            Reports = new() { LoadProfile1 = PushBench.LoadProfile1("hangs:1"), Billing = PushBench.LoadProfile1("takes:1") with { Schedule = "15 min" } },
        });
        bench.Receivers.Answer = async (receiver, _, cancellationToken) =>
        {
            if (receiver.StartsWith("hangs", StringComparison.Ordinal))
            {
                await ScriptedReceivers.HangAsync(cancellationToken);
            }

            return null;
        };
        await bench.StartAsync();
        for (var quarter = 0; quarter < 8; quarter++)
        {
            bench.Read();
            bench.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(8, bench.Receivers.Delivered.Count());
        Assert.All(bench.Receivers.Attempts.Where(attempt => attempt.IsDelivered), attempt => Assert.Equal(0, attempt.At.Minute % 15));
        Assert.Equal("the receiver had not acknowledged everything after 10 min.", bench.StateOf("hangs:1").Fault);
        Assert.Equal(0, bench.Cursor().Delivered);
    }

    [Fact]
    public async Task A_connection_has_one_source()
    {
        // client libraries take the addresses of the first frame for the connection's
        var reports = PushBench.With(PushBench.LoadProfile1()) with { Reports = new() { LoadProfile1 = PushBench.LoadProfile1(), LoadProfile2 = PushBench.LoadProfile1() } };
        await using var bench = new PushBench(reports, meters: 3);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);

        Assert.Equal(6, bench.Receivers.Delivered.Count());
        Assert.All(bench.Receivers.Attempts, attempt => Assert.Single(attempt.Notifications.Select(sent => sent.Source).Distinct()));
        Assert.Equal(3, bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Source).Distinct().Count());
    }

    [Fact]
    public async Task A_batch_of_devices_that_share_a_source_is_bounded_and_they_follow_each_other()
    {
        var shared = PushBench.LoadProfile1();
        await using var bench = new PushBench(PushBench.With(shared with { Receiver = shared.Receiver! with { ServerSap = 1 } }), meters: 200);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);

        Assert.Equal([64, 64, 64, 8], bench.Receivers.Attempts.Select(attempt => attempt.Notifications.Count));
        Assert.Equal(Enumerable.Range(1, 200).Select(number => (long)number), bench.Receivers.Delivered.SelectMany(sent => sent.Rows));

        bench.History.Cells = _ => [new Cosem.CosemData.OctetString(new byte[30_000])];
        bench.Read();
        bench.Time.Advance(Hour);
        Assert.All(bench.Receivers.Attempts.Skip(4), attempt => Assert.InRange(attempt.Notifications.Sum(sent => sent.Hex.Length / 2), 1, 262_144 + 30_200));
        Assert.Equal(200, bench.Receivers.Attempts.Skip(4).Sum(attempt => attempt.Notifications.Count));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_sent_and_what_was_sent_and_not_stored_is_sent_again_the_same()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Schedule = "1 day" }));
        await bench.StartAsync();
        bench.Read();
        var saves = 0;
        bench.Cursors.Before = () => _ = ++saves is 1 or 3 ? throw new StoreException(StoreFault.Full, "gateway.db", "the disk is full.") : 0;
        bench.Time.Advance(TimeSpan.FromDays(1));

        // first not stored as pending; then sent, and not stored as delivered; then again
        Assert.Equal([1, 1], bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Message.InvokeId.InvokeId));
        Assert.Single(bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Hex).Distinct());
        Assert.Equal(1, bench.Cursor().Delivered);
        Assert.Equal(2, bench.Log.Count("could not be stored"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_built_holds_up_no_other()
    {
        await using var bench = new PushBench(meters: 3);
        bench.History.Cells = number => number == 2 ? throw new StoreException(StoreFault.Device, "gateway.db", "the disk is broken.") : [new Cosem.CosemData.DoubleLongUnsigned((uint)number)];
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);

        Assert.Equal([1, 3], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        Assert.Equal(1, bench.Log.Count("cannot be built"));
        bench.History.Cells = null;
        bench.Time.Advance(Hour);
        Assert.Equal([1, 3, 2], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
    }

    [Fact]
    public async Task Invoke_ids_go_on_after_a_restart_and_begin_again_after_24_bits()
    {
        await using var bench = new PushBench();
        await bench.Cursors.SaveAsync([], "head-end.example:4059", (1 << 24) - 2);
        await bench.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            bench.Read();
            bench.Time.Advance(Hour);
            await bench.RestartAsync();
        }

        Assert.Equal([0xFF_FFFF, 0, 1], bench.Receivers.Delivered.Select(sent => sent.Message.InvokeId.InvokeId));
    }

    private static IEnumerable<TimeSpan> PausesOf(PushBench bench) =>
        bench.Receivers.Attempts.Select((attempt, i) => i == 0 ? TimeSpan.Zero : attempt.At - bench.Receivers.Attempts[i - 1].At);
}
