using Gateway.Configuration;
using Metering;
using Metering.Events;
using Metering.Push;
using Testing;

namespace Gateway.Tests.Push;

/// <summary>Receivers that are dead for months, or go wrong in every way at any moment, on a virtual clock.</summary>
public class PushOutageTests
{
    private const string Dead = "dead.example:4059";
    private const string Alive = "alive.example:4059";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ReportKind[] Profiles = [ReportKind.LoadProfile1, ReportKind.LoadProfile2, ReportKind.Billing];

    [Fact]
    public async Task A_receiver_that_is_dead_for_weeks_gets_everything_in_order_when_it_is_back_and_the_others_never_wait()
    {
        var (meters, days) = (Rounds.Of(quick: 2, ci: 20, full: 500), Rounds.Of(quick: 3, ci: 90, full: 90));
        var options = new PushOptions { Reports = new() { LoadProfile1 = To(Dead), LoadProfile2 = To(Dead), Billing = To(Dead) } };
        await using var bench = new PushBench(options, meters + 1);
        var model = new ReceiverModel(bench.History);
        var (isDead, late) = (true, 0);
        bench.Receivers.Keeps = false;
        bench.Receivers.Answer = (receiver, attempt, _) =>
        {
            model.Sent(attempt);
            if (receiver == Dead && isDead)
            {
                return Task.FromResult<string?>("dead.example:4059 does not answer.");
            }

            late += receiver == Alive && bench.Time.GetUtcNow() is var now && now.Minute != 0 ? 1 : 0;
            model.Acknowledged(attempt);
            return Task.FromResult<string?>(null);
        };
        await bench.StartAsync();
        foreach (var report in Profiles)
        {
            await bench.Push.ChangeAsync(report, new MeterId(meters + 1), _ => new() { Receiver = new() { Address = Alive } });
        }

        for (var hour = 0; hour < days * 24; hour++)
        {
            bench.Time.Advance(Hour);
            bench.Read();
        }

        var heldUp = meters * Profiles.Length * days * 24L;
        Assert.Equal(heldUp / meters - Profiles.Length, model.Rows); // the other meter's, but for the last reading
        Assert.Equal(0, late);
        Assert.InRange(bench.Push.Workers.Queue.Count, 0, meters * Profiles.Length);
        isDead = false;
        var before = bench.Time.GetUtcNow();
        bench.Time.Advance(Hour);

        Assert.Empty(bench.Receivers.Failures);
        Assert.Equal(heldUp + (heldUp / meters), model.Rows);
        model.IsComplete(Profiles, bench.Meters.Meters.Values);
        Assert.Equal([EventCode.PushFailing, EventCode.PushRecovered], bench.Events.Codes);
        Assert.InRange(bench.StateOf(Dead).LastDelivered!.Value - before, TimeSpan.Zero, Hour);
        Assert.True(model.Repeats > days);
    }

    [Fact]
    public async Task Receivers_that_go_wrong_in_every_way_and_restarts_at_any_moment_lose_nothing_and_repeat_the_same()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 4, ci: 100, full: 5_000); seed++)
        {
            await PlayAsync(seed);
        }
    }

    private static async Task PlayAsync(int seed)
    {
        var random = new Random(seed);
        var options = new PushOptions { MaxPdu = 1024, Reports = new() { LoadProfile1 = To(Dead), LoadProfile2 = To(Alive), Billing = To(Dead) } };
        await using var bench = new PushBench(options, meters: random.Next(1, 5)) { Chance = random.NextDouble };
        var model = new ReceiverModel(bench.History);
        var (isOver, crash) = (false, false);
        bench.Receivers.Keeps = false;
        bench.Receivers.Answer = async (_, attempt, cancellationToken) =>
        {
            model.Sent(attempt);
            switch (isOver ? 9 : random.Next(10))
            {
                case 0: // refuses
                    return "refuses connections.";
                case 1: // takes everything and never says so
                    await ScriptedReceivers.HangAsync(cancellationToken);
                    return null;
                case 2: // closes in the middle of a frame
                    return "closed the connection in the middle.";
                case 3: // takes everything; the service ends before it is stored
                    crash = true;
                    return "nobody will know.";
                case 4:
                    throw new IOException("The network is gone.");
                default:
                    model.Acknowledged(attempt);
                    return null;
            }
        };
        bench.Cursors.Before = () => _ = !isOver && random.Next(12) == 0 ? throw new StoreException(StoreFault.Full, "gateway.db", "the disk is full.") : 0;
        await bench.StartAsync();
        for (var step = 0; step < 200; step++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 40)));
            bench.Read();
            if (crash || random.Next(15) == 0)
            {
                crash = false;
                await bench.RestartAsync();
            }
        }

        isOver = true;
        bench.Time.Advance(3 * Hour);
        Assert.Empty(bench.Receivers.Failures);
        model.IsComplete(Profiles, bench.Meters.Meters.Values);
        Assert.Equal(0, bench.Push.Workers.Queue.Count);
    }

    private static ReportOptions To(string receiver) => PushBench.LoadProfile1(receiver) with { Retries = 1, RepetitionDelay = TimeSpan.FromMinutes(5) };
}
