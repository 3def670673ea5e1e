using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Simulation.Script;

namespace Gateway.Tests;

/// <summary>Faults that are written down to the minute, on a bus with the times of a real wire.</summary>
public sealed class BusOutageTests
{
    [Theory]
    [InlineData(LineLoss.Closed, EventCode.BusFault)]
    [InlineData(LineLoss.Unplugged, EventCode.BusFault)]
    [InlineData(LineLoss.Silent, EventCode.AllMetersSilent)]
    public void A_way_that_is_cut_off_is_told_once_and_its_end_once_and_no_meter_is_blamed(LineLoss loss, EventCode told)
    {
        // in the middle of a cycle, over the next mark, and over two
        using var day = Play(250, 8, Cut(loss, 16, 20), Cut(loss, 44, 47), Cut(loss, 80, 100));

        Assert.Equal([told, EventCode.BusRecovered, told, EventCode.BusRecovered, told, EventCode.BusRecovered], day.Events.Codes);
        Assert.All(day.Meters.Meters.Values, meter => Assert.Equal(0, day.Worker.StateOf(meter.Id).FailuresInARow));
        Assert.All(Starts(day), starts => Assert.True(starts.Count >= 7, "a cycle that could be made up for was missed"));
    }

    [Fact]
    public void A_meter_with_a_quota_is_not_asked_more_often_whoever_wants_it()
    {
        using var day = new BusDay(3, 30);
        var quota = new ReadoutQuota(3, TimeSpan.FromHours(4));
        day.Change(5, meter => meter with { Readout = meter.Readout with { Quota = quota } });
        day.Change(8, meter => meter with { Readout = meter.Readout with { MinimumInterval = TimeSpan.FromHours(1) } });

        day.Play(96, afterMark: () =>
        {
            foreach (var number in (IEnumerable<int>)[5, 8])
            {
                _ = day.Worker.ReadAsync(new MeterId(number), ReadoutPrecedence.OnDemand);
                _ = day.Worker.ReadAsync(new MeterId(number), ReadoutPrecedence.Manual);
            }
        });

        var five = Begun(day, 5);
        Assert.InRange(five.Count, 3 * 6 - 1, 3 * 6);
        Assert.All(five.Zip(five.Skip(quota.Readouts)), pair => Assert.True(pair.Second - pair.First >= quota.Period));
        var eight = Begun(day, 8);
        Assert.InRange(eight.Count, 20, 24);
        Assert.All(eight.Zip(eight.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromHours(1)));
        Assert.Empty(day.Events.All);
    }

    [Fact]
    public void A_dead_meter_is_asked_ever_more_seldom_and_found_again_at_the_next_try()
    {
        using var day = Play(30, 96, new ScriptedFault(FaultKind.Silence) { Meter = 7, Until = TimeSpan.FromHours(10) }, new ScriptedFault(FaultKind.Silence) { Meter = 20 });

        // at marks 0 and 1 with full effort, then after 1, 2, 4, 8 ... intervals with one request
        Assert.Equal([0, 1, 2, 4, 8, 16, 32], Marks(day, 20).Take(7));
        Assert.InRange(Marks(day, 20).Count, 7, 8);
        Assert.All(Marks(day, 20).Skip(2), mark => Assert.InRange(Asked(day, 20, mark), 1, 2));
        var again = Marks(day, 7).First(mark => mark >= 40);
        Assert.InRange(again, 40, 64);
        Assert.Equal(Enumerable.Range(again, 96 - again), Marks(day, 7).Where(mark => mark >= 40));
        Assert.Equal([(7, EventCode.CommunicationError), (20, EventCode.CommunicationError), (7, EventCode.CommunicationOk)], day.Events.All.Select(entry => (entry.Meter.Value, entry.Code)));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void A_meter_that_is_exchanged_is_told_and_nothing_of_the_new_one_is_stored_under_the_old_one(int number)
    {
        using var day = Play(30, 12, new ScriptedFault(FaultKind.Swap) { Meter = number, From = TimeSpan.FromMinutes(50) });

        // by secondary address the old one is silent; by primary address the new one is seen, twice, and takes its place
        var isPrimary = day.Meters.Meters[number].Addressing == AddressingMode.Primary;
        Assert.Equal(isPrimary ? [EventCode.CommunicationError, EventCode.NewMeterInstalled, EventCode.MeterReplaced] : [EventCode.CommunicationError], day.Events.Codes.Order().ToList());
        Assert.Equal(4, day.Stored.Count(readout => readout.Meter.Value == number));
        Assert.Equal(isPrimary ? 31 : 30, day.Meters.Meters.Count);
        if (isPrimary)
        {
            Assert.Equal(day.Simulated.Meters[number - 1].Address, day.Meters.Meters[31].Identity);
            Assert.InRange(day.Stored.Count(readout => readout.Meter.Value == 31), 6, 8);
        }
    }

    [Fact]
    public void Of_two_meters_with_one_primary_address_neither_is_stored_as_the_other()
    {
        // meter 10 gets the address of meter 12; that one is dead for an hour meanwhile
        using var day = Play(
            30,
            16,
            new ScriptedFault(FaultKind.Readdress) { Meter = 10, Address = 12, From = TimeSpan.FromMinutes(50) },
            new ScriptedFault(FaultKind.Silence) { Meter = 12, From = TimeSpan.FromMinutes(80), Until = TimeSpan.FromMinutes(140) });

        var foreign = day.HeardBy(day.Installed[9]).Select(request => Convert.ToHexString(request.Answer.Span)).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(day.Stored.Where(readout => readout.Meter.Value == 12), readout => readout.Telegrams.Any(telegram => foreign.Contains(Convert.ToHexString(telegram.Span))));
        Assert.Equal(4, day.Stored.Count(readout => readout.Meter.Value == 10));
        Assert.Equal(1, day.Events.Count(EventCode.MeterReplaced, "Nothing was changed"));
        Assert.Equal(30, day.Meters.Meters.Count);
    }

    private static BusDay Play(int meters, int cycles, params ScriptedFault[] faults)
    {
        var day = new BusDay(3, meters, new FaultScript(faults));
        day.Play(cycles);
        return day;
    }

    private static ScriptedFault Cut(LineLoss loss, int from, int until) =>
        new(FaultKind.CutOff) { Loss = loss, From = TimeSpan.FromMinutes(from), Until = TimeSpan.FromMinutes(until) };

    /// <summary>When each meter was read with success.</summary>
    private static IEnumerable<IReadOnlyList<DateTimeOffset>> Starts(BusDay day) =>
        day.Stored.GroupBy(readout => readout.Meter).Select(meter => meter.Select(readout => readout.ReadAt).ToList());

    /// <summary>When the readouts of a meter began, as the meter saw them: requests with a pause of a minute before.</summary>
    private static List<DateTimeOffset> Begun(BusDay day, int number)
    {
        var begun = new List<DateTimeOffset>();
        var last = DateTimeOffset.MinValue;
        foreach (var request in day.HeardBy(day.Installed[number - 1]))
        {
            if (request.At - last > TimeSpan.FromMinutes(1))
            {
                begun.Add(request.At);
            }

            last = request.At;
        }

        return begun;
    }

    /// <summary>The cycles in which a meter was asked anything.</summary>
    private static List<int> Marks(BusDay day, int number) => [.. day.HeardBy(day.Installed[number - 1]).Select(Mark).Distinct()];

    /// <summary>The requests that a meter heard in a cycle.</summary>
    private static int Asked(BusDay day, int number, int mark) => day.HeardBy(day.Installed[number - 1]).Count(request => Mark(request) == mark);

    private static int Mark(HeardRequest request) => (int)((request.At - BusDay.Start) / BusDay.Interval);
}
