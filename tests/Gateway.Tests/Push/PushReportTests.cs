using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Gateway.Push;
using Metering;
using Metering.Push;

namespace Gateway.Tests.Push;

public class PushReportTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_report_that_is_switched_on_sends_what_is_stored_from_then_on()
    {
        await using var bench = new PushBench(new());
        await bench.StartAsync();
        bench.Read();
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => PushBench.LoadProfile1());
        bench.Read();
        bench.Time.Advance(Hour);
        Assert.Equal([2], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));

        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, stored => stored! with { Enabled = false });
        bench.Read();
        bench.Time.Advance(Hour);
        await bench.RestartAsync();
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, stored => stored! with { Enabled = true });
        bench.Read();
        bench.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([2], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([2, 4], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
    }

    [Fact]
    public async Task Another_receiver_gets_what_the_former_one_has_not_acknowledged_under_invoke_ids_of_its_own()
    {
        await using var bench = new PushBench();
        bench.Receivers.Answer = (receiver, attempt, _) => Task.FromResult(receiver.StartsWith("head-end", StringComparison.Ordinal) && attempt.Notifications[0].Rows[0] > 1 ? "refused." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);
        bench.Read();
        bench.Time.Advance(Hour);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Receiver = new() { Address = "Other.Example:4060" } });
        bench.Read();
        bench.Time.Advance(Hour);

        Assert.Equal([1, 2, 3], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        Assert.Equal([1, 1, 2], bench.Receivers.Delivered.Select(sent => sent.Message.InvokeId.InvokeId));
        Assert.Equal("other.example:4060", bench.Receivers.Attempts[^1].Receiver);
        Assert.Equal(2, bench.Receivers.Attempts.First(attempt => attempt.Notifications[0].Rows[0] == 2).Notifications[0].Message.InvokeId.InvokeId);
    }

    [Fact]
    public async Task A_receiver_that_changes_while_a_report_is_being_repeated_takes_the_repetition_over()
    {
        await using var bench = new PushBench();
        bench.Receivers.Answer = (receiver, _, _) => Task.FromResult(receiver.StartsWith("head-end", StringComparison.Ordinal) ? "refused." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Receiver = new() { Address = "other.example:4060" } });
        bench.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["head-end.example:4059", "other.example:4060"], bench.Receivers.Attempts.Select(attempt => attempt.Receiver));
        Assert.Equal(0, bench.Push.Workers.Queue.Count);
    }

    [Fact]
    public async Task A_receiver_that_changes_during_a_long_pause_gets_at_once_what_waits()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Schedule = "1 day", RepetitionDelay = TimeSpan.FromHours(1) }), meters: 3);
        bench.Receivers.Answer = (receiver, _, _) => Task.FromResult(receiver.StartsWith("head-end", StringComparison.Ordinal) ? "refused." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(12 * Hour);
        var setup = new DevicePushSetup(ReportKind.LoadProfile1, new MeterId(2), () => bench.Push);
        await setup.ChangeAsync(now => now with { Destination = "own.example:1" }, CancellationToken.None);
        Assert.Equal("own.example:1", bench.Receivers.Attempts[^1].Receiver);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Receiver = new() { Address = "other.example:4060" } });

        Assert.Equal([2, 1, 3], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        Assert.Equal(0, bench.Push.Workers.Queue.Count);
    }

    [Fact]
    public async Task A_receiver_that_changes_while_the_former_one_hangs_gets_what_that_did_not_take()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { RepetitionDelay = TimeSpan.FromHours(1) }));
        bench.Receivers.Answer = async (receiver, _, cancellationToken) =>
        {
            if (receiver.StartsWith("head-end", StringComparison.Ordinal))
            {
                await ScriptedReceivers.HangAsync(cancellationToken);
            }

            return null;
        };
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Receiver = new() { Address = "other.example:4060" } });
        bench.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal([1], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
    }

    [Fact]
    public async Task Meters_that_come_while_the_report_on_installation_fails_are_told_of_after_three_minutes()
    {
        await using var bench = new PushBench(new()
        {
            Reports = new() { OnInstallation = new() { Enabled = true, Receiver = new() { Address = "head-end.example:4059" }, Randomisation = TimeSpan.Zero, Retries = 0 } },
        });
        var isDead = true;
        bench.Receivers.Answer = (_, _, _) => Task.FromResult(isDead ? "refused." : null);
        await bench.StartAsync();
        bench.AddMeter(2);
        bench.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Single(bench.Receivers.Attempts);

        isDead = false;
        bench.AddMeter(3);
        bench.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(2, bench.Receivers.Delivered.Count()); // the repetition, then what is new
        bench.Time.Advance(2 * Hour);
        Assert.Equal(3, bench.Receivers.Attempts.Count);
    }

    [Fact]
    public async Task The_three_minutes_of_the_report_on_installation_go_on_over_restarts()
    {
        await using var bench = new PushBench(new()
        {
            Reports = new() { OnInstallation = new() { Enabled = true, Receiver = new() { Address = "head-end.example:4059" }, Randomisation = TimeSpan.Zero } },
        });
        await bench.StartAsync();
        bench.AddMeter(2);
        for (var start = 0; start < 4; start++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(1));
            await bench.RestartAsync();
        }

        Assert.Single(bench.Receivers.Delivered);

        // a clock that was set makes it no longer
        bench.AddMeter(3);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        bench.Time.Set(bench.Time.GetUtcNow() - TimeSpan.FromDays(400));
        await bench.RestartAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(2, bench.Receivers.Delivered.Count());
        Assert.DoesNotContain(bench.State.State.Keys, name => name.StartsWith("push.installation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mapping_that_changes_between_repetitions_makes_another_notification()
    {
        await using var bench = new PushBench();
        var isDead = true;
        bench.Receivers.Answer = (_, _, _) => Task.FromResult(isDead ? "refused." : null);
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour + TimeSpan.FromMinutes(2));
        Assert.Equal(2, bench.Receivers.Attempts.Count);
        Assert.Single(bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Hex).Distinct());

        bench.History.Columns = [SyntheticHistory.Register, SyntheticHistory.Register with { CaptureObject = SyntheticHistory.Register.CaptureObject with { LogicalName = new(8, 0, 2, 0, 0, 255) } }];
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        isDead = false;
        bench.Time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal([1, 1, 2, 2], bench.Receivers.Attempts.Select(attempt => attempt.Notifications[0].Message.InvokeId.InvokeId));
        Assert.Equal(bench.Receivers.Attempts[2].Notifications[0].Hex, bench.Receivers.Attempts[3].Notifications[0].Hex);
        Assert.Equal(1, bench.Cursor().Delivered);
    }

    [Fact]
    public async Task A_value_period_of_a_number_sends_the_latest_rows_each_time_in_as_many_notifications_as_they_need()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { ValuePeriod = "100" }) with { MaxPdu = 1024 });
        await bench.StartAsync();
        for (var i = 0; i < 150; i++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(20));
            bench.Read();
        }

        bench.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(Enumerable.Range(51, 100).Select(number => (long)number), bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        Assert.True(bench.Receivers.Delivered.Count() > 1);

        bench.Read();
        bench.Time.Advance(Hour);
        Assert.Equal(Enumerable.Range(52, 100).Select(number => (long)number), bench.Receivers.Delivered.SelectMany(sent => sent.Rows).Skip(100));

        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { ValuePeriod = "unsent" });
        bench.Read();
        bench.Time.Advance(Hour);
        Assert.Equal([152], bench.Receivers.Delivered.Last().Rows);
    }

    [Fact]
    public async Task A_device_follows_its_own_Push_setup_and_the_others_the_report()
    {
        await using var bench = new PushBench(meters: 3);
        await bench.StartAsync();
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, new MeterId(2), _ => new() { Receiver = new() { Address = "other.example:1" } });
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, new MeterId(3), _ => new() { Receiver = new() { Address = "" } });
        bench.Read();
        bench.Time.Advance(Hour);

        Assert.Equal(["head-end.example:4059 1", "other.example:1 2"], bench.Receivers.Attempts.Select(attempt => $"{attempt.Receiver} {Assert.Single(attempt.Notifications).Rows[0]}"));

        await bench.RestartAsync();
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, new MeterId(3), _ => null);
        bench.Time.Advance(Hour);
        Assert.Equal([3], bench.Receivers.Delivered.Last().Rows);
        Assert.Equal([2], bench.Services.Reports.DevicesWithOwn(ReportKind.LoadProfile1).Select(device => device.Value));
    }

    [Fact]
    public async Task A_removed_meter_is_sent_no_more_and_invented_meters_never()
    {
        await using var bench = new PushBench(meters: 2);
        await bench.Meters.AddAsync(new Meter { Bus = "simulated", Simulated = true });
        await bench.StartAsync();
        bench.Read();
        await bench.Meters.RemoveAsync(new MeterId(1));
        bench.Time.Advance(Hour);

        Assert.Equal([2], bench.Receivers.Delivered.SelectMany(sent => sent.Rows));
        Assert.Equal(0, bench.Push.Workers.Queue.Count);
    }

    [Fact]
    public async Task There_are_so_many_receivers_and_one_more_is_refused()
    {
        await using var bench = new PushBench(meters: PushReports.MaxReceivers + 1);
        await bench.StartAsync();
        for (var i = 1; i < PushReports.MaxReceivers; i++)
        {
            var address = $"host{i}:1";
            await bench.Push.ChangeAsync(ReportKind.LoadProfile1, new MeterId(i), _ => new() { Receiver = new() { Address = address } });
        }

        var refused = await Assert.ThrowsAsync<PushRefusedException>(
            () => bench.Push.ChangeAsync(ReportKind.LoadProfile1, new MeterId(PushReports.MaxReceivers + 1), _ => new() { Receiver = new() { Address = "one-more:1" } }));
        Assert.Equal("Receiver:Address is one receiver too many: 32 are there already.", refused.Message);
        Assert.Equal(PushReports.MaxReceivers, bench.Services.Reports.Receivers().Count);
        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, new MeterId(PushReports.MaxReceivers + 1), _ => new() { Receiver = new() { Address = "HOST1:1" } });
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_changes_nothing()
    {
        await using var bench = new PushBench();
        await bench.StartAsync();
        foreach (var wrong in new ReportOptions[]
        {
            new() { Schedule = "7 min" }, new() { Schedule = "* * * * * ?" }, new() { ValuePeriod = "0" }, new() { Receiver = new() { Address = "host" } }, new() { Retries = 256 },
            new() { RepetitionDelay = TimeSpan.Zero }, new() { Randomisation = TimeSpan.FromMilliseconds(1500) }, new() { CommunicationWindow = ["always"] }, new() { Receiver = new() { Security = "high" } },
            new() { Receiver = new() { ServerSap = 0 } }, new() { Receiver = new() { ClientSap = 65_536 } },
        })
        {
            await Assert.ThrowsAsync<PushRefusedException>(() => bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => wrong));
        }

        await Assert.ThrowsAsync<PushRefusedException>(() => bench.Push.ChangeAsync(ReportKind.OnInstallation, device: null, _ => new() { Schedule = "1 h" }));
        Assert.DoesNotContain(bench.State.State.Keys, name => name.StartsWith("push.report", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_head_end_writes_is_the_devices_own_and_what_it_only_reads_stays_the_reports()
    {
        await using var bench = new PushBench();
        await bench.StartAsync();
        var setup = new DevicePushSetup(ReportKind.LoadProfile1, new MeterId(1), () => bench.Push);

        Assert.Equal(DataAccessResult.Success, await setup.ChangeAsync(now => now with { Destination = "other.example:9" }, default));
        Assert.True(WindowText.TryParse("01:00-02:30", out var window));
        Assert.Equal(DataAccessResult.Success, await setup.ChangeAsync(now => now with { CommunicationWindow = [window] }, default));
        Assert.Equal(DataAccessResult.OtherReason, await setup.ChangeAsync(now => now with { RepetitionDelay = TimeSpan.Zero }, default));

        await bench.Push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Retries = 9, Receiver = new() { Address = "third.example:1" } });
        Assert.Equal(("other.example:9", 9), (setup.Settings.Destination, setup.Settings.NumberOfRetries));
        Assert.Equal(window, Assert.Single(setup.Settings.CommunicationWindow));
        Assert.Equal("third.example:1", bench.Services.Reports.Of(ReportKind.LoadProfile1).Setup.Destination);
    }

    [Fact]
    public async Task Head_ends_that_write_different_attributes_at_once_lose_nothing()
    {
        await using var bench = new PushBench();
        await bench.StartAsync();
        var setup = new PushSetup(PushObis.SetupOf(ReportKind.LoadProfile1), new DevicePushSetup(ReportKind.LoadProfile1, new MeterId(1), () => bench.Push));
        var written = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () => await setup.SetAsync(
            5 + (i % 3), i % 3 == 1 ? new CosemData.Unsigned(9) : new CosemData.LongUnsigned((ushort)(90 + (i % 3))), TestContext.Current.CancellationToken))));

        Assert.All(written, result => Assert.Equal(DataAccessResult.Success, result));
        var settings = bench.Services.Reports.Of(ReportKind.LoadProfile1, new MeterId(1)).Setup;
        Assert.Equal((90.0, 9, 92.0), (settings.RandomisationStartInterval.TotalSeconds, (int)settings.NumberOfRetries, settings.RepetitionDelay.TotalSeconds));
    }

    [Fact]
    public async Task Wrapper_ports_are_the_devices_and_the_clients_unless_a_receiver_has_others()
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1() with { Receiver = new() { Address = "h:1", ClientSap = 102, ServerSap = 7 } }));
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(Hour);

        var sent = Assert.Single(bench.Receivers.Delivered);
        Assert.Equal((7, 102), (sent.Source, sent.Destination));
    }
}
