using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Simulation;
using Testing;

namespace Gateway.Tests;

/// <summary>Bad days of a bus with 250 meters, drawn from seeds, under a worker.</summary>
public sealed class BusDayTests(PlayedDays days) : IClassFixture<PlayedDays>
{
    /// <summary>So long takes a readout at most, repeats included; and so much before its last round an answer to the first one may have been given.</summary>
    private static readonly TimeSpan LongestReadout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(15);

    /// <summary>All meters of the bus are read in so long.</summary>
    private static readonly TimeSpan LongestCycle = TimeSpan.FromMinutes(5);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Rounds.Of(quick: 1, ci: 2, full: 12))];

    [Fact]
    public void The_same_seed_gives_the_same_day_to_the_bit_and_another_seed_another_one()
    {
        var hash = days.Of(1).Hash();

        Assert.Equal(PlayedDays.Play(1).Hash(), hash);
        Assert.NotEqual(PlayedDays.Play(2).Hash(), hash);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_stored_of_a_meter_is_what_that_meter_answered_then(int seed)
    {
        var day = days.Of(seed);

        Assert.All(day.Stored, readout =>
        {
            var meter = day.Meters.Meters[readout.Meter.Value];
            var answers = WhoItIs(day, meter)
                .SelectMany(day.HeardBy)
                .Where(request => request.IsForData && request.At >= readout.ReadAt - LongestRound && request.At <= readout.ReadAt + LongestReadout)
                .Select(request => Convert.ToHexString(request.Answer.Span))
                .ToHashSet(StringComparer.Ordinal);
            Assert.All(readout.Telegrams, telegram => Assert.Contains(Convert.ToHexString(telegram.Span), answers));
        });
        Assert.True(day.Stored.Count > 0.9 * PlayedDays.Cycles * PlayedDays.Meters);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_meter_misses_a_readout_that_the_script_does_not_explain(int seed)
    {
        var day = days.Of(seed);
        var explanation = new Explanation(day);
        var stored = day.Stored.ToLookup(readout => (readout.Meter, Cycle: (int)((readout.ReadAt - BusDay.Start) / BusDay.Interval)));

        // several faults in one readout happen: a doubled confirmation and then a damaged telegram look like a meter that has nothing to send
        const int CyclesToCoincidence = 48;
        var missed = day.Meters.Meters.Values
            .SelectMany(meter => Enumerable.Range(0, PlayedDays.Cycles).Select(cycle => (Meter: meter, Cycle: cycle)))
            .Where(due => due.Meter.Id.Value <= PlayedDays.Meters && !stored.Contains((due.Meter.Id, due.Cycle)) && !explanation.MayMiss(due.Meter, due.Cycle))
            .Select(due => $"meter {due.Meter.Id} cycle {due.Cycle}")
            .ToList();

        Assert.True(missed.Count <= PlayedDays.Cycles / CyclesToCoincidence, string.Join(", ", missed));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_begins_is_told_once_and_so_is_its_end(int seed)
    {
        var day = days.Of(seed);
        var explanation = new Explanation(day);

        foreach (var meter in day.Meters.Meters.Values)
        {
            var told = day.Events.All.Where(entry => entry.Meter == meter.Id).Select(entry => entry.Code).ToList();
            var communication = told.Where(code => code is EventCode.CommunicationError or EventCode.CommunicationOk).ToList();
            Assert.All(communication.Index(), entry => Assert.Equal(entry.Index % 2 == 0 ? EventCode.CommunicationError : EventCode.CommunicationOk, entry.Item));
            Assert.True((communication.Count + 1) / 2 <= explanation.Failures(meter), $"meter {meter.Id} is told to fail {(communication.Count + 1) / 2} times");
            Assert.True(told.Count(code => code == EventCode.ReadoutQuotaRefused) <= 1, $"meter {meter.Id} refuses");
        }

        EventCode[] begins = [EventCode.BusFault, EventCode.AllMetersSilent, EventCode.NoiseWithoutRequest];
        var begun = day.Events.Codes.Count(begins.Contains);
        Assert.InRange(day.Events.Count(EventCode.BusRecovered), begun - 1, begun);

        // another master, which the script has and which takes answers too, is no event
        Assert.All(day.Log.Messages, message => Assert.Contains("Look for another master", message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cycle_is_done_before_the_next_one_begins_unless_the_bus_is_just_back_or_it_is_told(int seed)
    {
        var day = days.Of(seed);

        // what a lost line or a silent bus has kept back is read when it works again, and may take until the next mark
        var recoveries = day.Events.All.Where(entry => entry.Code == EventCode.BusRecovered).Select(entry => entry.At).ToList();
        Assert.True(
            day.Events.Codes.Contains(EventCode.CycleLongerThanInterval)
            || day.LateMarks.TrueForAll(mark => recoveries.Exists(recovery => recovery <= mark && mark - recovery < LongestCycle)));
    }

    /// <summary>The simulated meters that a stored one can be: those of its identity, or without one that at its place.</summary>
    private static IEnumerable<SimulatedMeter> WhoItIs(BusDay day, Meter meter)
    {
        var installed = meter.Id.Value <= PlayedDays.Meters ? day.Installed[meter.Id.Value - 1] : null;
        return installed is { HasSecondaryAddress: false }
            ? [installed]
            : day.Heard.Where(simulated => simulated.Address == meter.Identity);
    }
}
