using Gateway.Events;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Simulation.Script;
using Testing;

namespace Gateway.Tests.Events;

/// <summary>A day of a bus whose meters are read soundly and say that something is wrong with them.</summary>
public sealed class MeterFaultDayTests
{
    private const int Meters = 24;

    /// <summary>In the long header: start, lengths, start, C, A, CI, then identification, manufacturer, version, medium, access number.</summary>
    private const int StatusInLongHeader = 7 + 9;

    private static readonly int Cycles = Rounds.Of(quick: 24, ci: 96, full: 96);

    [Fact]
    public void What_a_meter_says_is_told_once_when_it_begins_and_a_clock_or_counter_that_is_right_is_not_told()
    {
        var script = new FaultScript(
        [
            new ScriptedFault(FaultKind.Status) { Meter = 3, Value = 0x08, From = TimeSpan.FromHours(1), Until = TimeSpan.FromHours(3) },
            new ScriptedFault(FaultKind.ClockStopped) { Meter = 1, From = TimeSpan.FromHours(2), Until = TimeSpan.FromHours(5) },
            new ScriptedFault(FaultKind.CountersSetBack) { Meter = 1, Period = TimeSpan.FromDays(40), From = TimeSpan.FromHours(2.6) },
        ]);
        using var day = new BusDay(seed: 3, Meters, script);
        day.Observers.Add(new MeterWatch(day.Keys, day.State, day.Events, day.Time));
        day.Play(Cycles);

        // the status of a meter with a long header stands at one place, and its changes are the events
        foreach (var readings in day.Stored.GroupBy(readout => readout.Meter).Where(group => group.First().Telegrams[0].Span[6] == 0x72))
        {
            var statuses = readings.Select(readout => readout.Telegrams[0].Span[StatusInLongHeader]).ToList();
            var changes = statuses.Zip(statuses.Skip(1)).Where(pair => pair.First != pair.Second).Select(pair => EventCodes.OfStatus(pair.Second));
            Assert.Equal(changes, Told(day, readings.Key).Where(code => code >= EventCode.MeterStatus));
        }

        Assert.Contains(EventCodes.OfStatus(0x08), Told(day, new MeterId(3)));
        var stopped = Assert.Single(day.Events.All, entry => entry.Code == EventCode.MeterClockStandsStill);
        Assert.Equal(new MeterId(1), stopped.Meter);
        Assert.InRange(stopped.At - BusDay.Start, TimeSpan.FromHours(3), TimeSpan.FromHours(4));

        // every accumulator of that meter, and none of another
        var setBack = day.Events.All.Where(entry => entry.Code == EventCode.AccumulatorRanBackwards).ToList();
        Assert.NotEmpty(setBack);
        Assert.All(setBack, entry => Assert.Equal(new MeterId(1), entry.Meter));
        Assert.All(setBack, entry => Assert.InRange(entry.At - BusDay.Start, TimeSpan.FromHours(2.6), TimeSpan.FromHours(3)));
        Assert.Equal(setBack.Count, setBack.Select(entry => entry.Message.Split(" ran ")[0]).Distinct().Count());
    }

    [Fact]
    public void Sound_meters_of_every_type_are_told_for_nothing_but_their_status()
    {
        using var day = new BusDay(seed: 5, meters: Rounds.Of(quick: 48, ci: 250, full: 250));
        day.Observers.Add(new MeterWatch(day.Keys, day.State, day.Events, day.Time));
        day.Play(Rounds.Of(quick: 12, ci: 96, full: 96));

        Assert.DoesNotContain(day.Events.All, entry => entry.Code is < EventCode.MeterStatus and not EventCode.KeyMissingOrWrong);
    }

    private static IEnumerable<EventCode> Told(BusDay day, MeterId meter) => day.Events.All.Where(entry => entry.Meter == meter).Select(entry => entry.Code);
}
