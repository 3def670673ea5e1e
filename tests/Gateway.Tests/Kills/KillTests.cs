using System.Globalization;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Push;
using Gateway.Tests.Harness;
using Metering.Events;
using Metering.Profiles;
using Metering.Push;
using Metering.Storage;
using Testing;

namespace Gateway.Tests.Kills;

/// <summary>
/// The service is killed for real (SIGKILL) while meters are read and reports are pushed, while it starts and while it stops. Moments are those of the
/// machine's clock: there is no other way to come upon what nobody thought of.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Meters = 6;

    private static readonly string[] Reports = [nameof(ReportKind.LoadProfile1), nameof(ReportKind.StandardEventLog)];

    /// <summary>So many restarts have a middle that is not chance.</summary>
    private const int Many = 20;

    /// <summary>From the start of the process until it listens, in the middle of many, on a machine that is busy with other tests.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>The same for the longest, on whatever machine.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest life of a service that listens, or has told a readout.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1.5);

    /// <summary>A stop takes less.</summary>
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(0.4);

    [Fact]
    public async Task Nothing_that_was_told_is_lost_and_nothing_is_pushed_out_of_order_however_often_the_service_is_killed()
    {
        // each gateway anew, so that stores stay as small as those of a busy day
        for (var seed = 1; seed <= Rounds.Of(quick: 1, ci: 1, full: 3); seed++)
        {
            await LiveAsync(seed, Rounds.Of(quick: 2, ci: 30, full: 100));
        }
    }

    [Fact]
    public async Task A_first_start_that_is_killed_leaves_a_data_directory_that_the_next_one_takes()
    {
        var (random, times) = (new Random(1), new RestartTimes());
        for (var round = 0; round < Rounds.Of(quick: 1, ci: 4, full: 30); round++)
        {
            await using var gateway = new KilledGateway { Settings = [$"--Gateway:SimulatedMeters={Meters}"] };
            for (var kills = 0; kills < Rounds.Of(quick: 1, ci: 2, full: 2); kills++)
            {
                gateway.Start();
                await Task.Delay(times.Median * 1.2 * random.NextDouble());
                await gateway.KillAsync();
            }

            gateway.Start();
            times.Add(await gateway.ListensAsync());
            await gateway.StopAsync();

            await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(gateway.Data.Path));
            Assert.Empty(database.Check());
            Assert.Equal(Enumerable.Range(1, Meters), new SqliteMeterStore(database).Meters.Keys);
        }

        output.WriteLine(times.ToString());
    }

    private async Task LiveAsync(int seed, int kills)
    {
        await using var bus = new AnsweringBus(seed, Meters);
        await using var gateway = new KilledGateway();
        await gateway.InstallAsync(bus.ToInstall);
        await using var pushes = new PushedHistory(gateway.Keys);
        gateway.Settings = [.. bus.Settings, .. SettingsFor(pushes.Name)];
        var (told, random, times) = (new Told(), new Random(seed), new RestartTimes());
        var audit = new StoreAudit(gateway, bus, pushes, told);
        using var end = new CancellationTokenSource();
        Task[] users =
        [
            new OrderingOperator(gateway.Data.Path, [.. gateway.Meters.Take(Meters / 2)], Reports, told).RunAsync(end.Token),
            new ReadingHeadEnd(gateway, [.. gateway.Meters.Skip(Meters / 2)], told).RunAsync(end.Token),
        ];
        var ends = new List<KindOfEnd>();
        try
        {
            while (ends.Count(how => how != KindOfEnd.Stopped) < kills)
            {
                ends.Add(await EndAsync(gateway, random, told, times));
                await audit.LookAsync();
            }

            await DrainAsync(gateway, told, times, end, users);
            await audit.IsCompleteAsync();
        }
        finally
        {
            await end.CancelAsync();
            output.WriteLine(Summary(seed, ends, audit, told, times));
        }

        var (stops, killedStops) = (1 + ends.Count(how => how == KindOfEnd.Stopped), ends.Count(how => how == KindOfEnd.KilledWhileStopping));
        audit.Gateway.IsPlausible(ends.Count(how => how is KindOfEnd.KilledWhileStarting or KindOfEnd.KilledWhileNew or KindOfEnd.KilledWhileStopping));
        Assert.InRange(audit.Gateway.CountOf(EventCode.PowerDown), stops, stops + killedStops);
        Assert.InRange(times.Median, TimeSpan.Zero, kills < Many ? Longest : Usual);
        Assert.InRange(times.Worst, TimeSpan.Zero, Longest);
        Assert.True(told.Count > 2 * kills && told.Replays >= kills / 4 && pushes.Protected > kills, "Too little happened between the kills.");
        await RowsAreWhatTheProfilesShowAsync(gateway, audit);
    }

    /// <summary>Starts the service and ends it, mostly by force and mostly while it works.</summary>
    private static async Task<KindOfEnd> EndAsync(KilledGateway gateway, Random random, Told told, RestartTimes times)
    {
        var (end, moment, before) = (Draw(random), random.NextDouble(), told.Count);
        gateway.Start();
        if (end == KindOfEnd.KilledWhileStarting)
        {
            await Task.Delay(times.Median * moment);
            await gateway.KillAsync();
            return end;
        }

        times.Add(await gateway.ListensAsync());
        if (end != KindOfEnd.KilledWhileNew)
        {
            await Eventually.HoldsAsync(() => told.Count > before, "a readout is told");
        }

        await Task.Delay(Life * moment);
        switch (end)
        {
            case KindOfEnd.Stopped:
                await gateway.StopAsync();
                return end;
            case KindOfEnd.KilledWhileStopping:
                await gateway.TerminateAsync();
                await Task.Delay(Stopping * random.NextDouble());
                break;
            default:
                break;
        }

        await gateway.KillAsync();
        return end;
    }

    private static KindOfEnd Draw(Random random) => random.Next(20) switch
    {
        < 2 => KindOfEnd.KilledWhileStarting,
        < 5 => KindOfEnd.KilledWhileNew,
        5 => KindOfEnd.Stopped,
        < 8 => KindOfEnd.KilledWhileStopping,
        _ => KindOfEnd.KilledWhileWorking,
    };

    /// <summary>A last start: all is read once more, and all that is stored is sent.</summary>
    private static async Task DrainAsync(KilledGateway gateway, Told told, RestartTimes times, CancellationTokenSource end, Task[] users)
    {
        var (before, associations) = (told.Count, told.Associations);
        gateway.Start();
        times.Add(await gateway.ListensAsync());
        await Eventually.HoldsAsync(() => told.Count > before + (2 * Meters) && told.Associations > associations, "both have meters read");
        await end.CancelAsync();
        await Task.WhenAll(users);

        // what is told as not sent yet may be from before the last readouts
        await Task.Delay(UnsentReports.Period);
        foreach (var report in Reports)
        {
            await Eventually.HoldsAsync(() => OrderingOperator.IsDrainedAsync(gateway.Data.Path, report), $"{report} is sent");
        }

        await gateway.StopAsync();
    }

    /// <summary>The rows that were pushed hold the values that head-ends read of the same readings.</summary>
    private static async Task RowsAreWhatTheProfilesShowAsync(KilledGateway gateway, StoreAudit audit)
    {
        await using var running = await RunningGateway.StartAsync(gateway.Data, $"Gateway:TimeZone={gateway.Zone.Id}");
        var compared = 0;
        foreach (var meter in audit.Meters)
        {
            var profile = running.Get<IMeterProfiles>().Of(running.Meters.Find(meter.Id)!, ProfileKind.LoadProfile1);
            var pushed = Enumerable.Range(0, profile.Columns.Length).Where(column => profile.Columns[column].IsPushed).ToList();
            var columns = string.Join(' ', pushed.Select(column => PushedHistory.ColumnText(profile.Columns[column].CaptureObject, profile.Columns[column].ScalerUnit)));
            var rows = profile.Appended(0, running.Readouts.Newest)
                .Zip(meter.Stored, (row, stored) => PushedHistory.RowText(Convert.FromHexString(stored.Time), pushed.Select(column => row.Cells[column])))
                .ToList();
            Assert.Equal(meter.Stored.Count, rows.Count);
            foreach (var (push, first) in meter.Pushed.Placed.Where(placed => placed.Push.Columns == columns))
            {
                Assert.Equal(rows.Skip(first).Take(push.Rows.Count), push.Rows);
                compared += push.Rows.Count;
            }
        }

        Assert.True(compared > audit.Stored / 2, $"{compared} of {audit.Stored} rows were pushed with the columns of now.");
    }

    private static string Summary(int seed, IReadOnlyCollection<KindOfEnd> ends, StoreAudit audit, Told told, RestartTimes times) => string.Create(
        CultureInfo.InvariantCulture,
        $"Seed {seed}: {string.Join(", ", ends.CountBy(how => how).Select(how => $"{how.Value} {how.Key}"))}; {times}. {told.Count} readouts told, {audit.Stored} stored; {audit.Delivered} rows pushed, {audit.Pushes.Repeats} notifications repeated, {audit.Pushes.Protected} protected; {told.Associations} associations, {told.Replays} used counters refused.");

    private static string[] SettingsFor(string receiver) =>
    [
        "--Gateway:ReadoutInterval=1 month",
        "--Gateway:MaxAge=00:00:00",
        "--Gateway:Dlms:SecurityPolicy=none",
        $"--Gateway:Push:Receiver:Address={receiver}",
        "--Gateway:Push:MaxPdu=1024",
        .. Reports.SelectMany(report => new[]
        {
            $"--Gateway:Push:Reports:{report}:Enabled=true",
            $"--Gateway:Push:Reports:{report}:Schedule=1 min",
            $"--Gateway:Push:Reports:{report}:Randomisation=00:00:00",
            $"--Gateway:Push:Reports:{report}:RepetitionDelay=00:00:01",
        }),
        $"--Gateway:Push:Reports:{nameof(ReportKind.LoadProfile1)}:Receiver:Security=authenticated-encrypted",
    ];
}
