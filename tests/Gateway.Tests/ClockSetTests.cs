using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests;

/// <summary>A whole gateway whose clock is set forwards and backwards, by a head-end and with the system's: no reading is lost or overwritten.</summary>
public sealed class ClockSetTests
{
    private const int Meters = 4;

    private static readonly MeterId Meter = new(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Readings_before_between_and_after_are_all_there_in_both_orders(bool byHeadEnd)
    {
        using var data = new TemporaryFolder();
        var system = new SettableSystemClock();
        await using var gateway = await RunningGateway.StartAsync(data, system, $"Gateway:SimulatedMeters={Meters}", "Gateway:MaxAge=00:00:00");
        await gateway.AllAreReadAsync();
        List<DateTimeOffset> read = [gateway.Readouts.Last(Meter).Readout!.ReadAt];
        TimeSpan[] steps = [TimeSpan.FromHours(1), TimeSpan.FromHours(-3), TimeSpan.FromDays(400), TimeSpan.FromDays(-800), TimeSpan.FromDays(402), TimeSpan.FromSeconds(-90)];
        foreach (var by in steps)
        {
            if (byHeadEnd)
            {
                await gateway.Installation.Time.SetAsync(gateway.Installation.Time.GetUtcNow() + by, CancellationToken.None);
            }
            else
            {
                system.Set(by);
            }

            var before = gateway.Installation.Time.GetUtcNow();
            for (var readout = 0; readout < 2; readout++)
            {
                Assert.Equal(ReadoutOutcome.Read, await gateway.Get<BusWorkers>().Find(SimulationRule.Bus)!.ReadAsync(Meter, ReadoutPrecedence.OnDemand));
                var last = gateway.Readouts.Last(Meter);

                // the last is what was read last, whatever the clock says
                Assert.Equal(LastReadoutState.Ok, last.State);
                Assert.InRange(last.Readout!.ReadAt, before.AddMilliseconds(-1), before.AddMinutes(1));
                read.Add(last.Readout.ReadAt);
            }
        }

        Assert.Equal(read, gateway.Readouts.ReadAppended(Meter, 0).Select(readout => readout.ReadAt));
        Assert.Equal(read.Order(), gateway.Readouts.Read(Meter, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Select(readout => readout.ReadAt));
        await gateway.LogsAsync(byHeadEnd ? "a head-end has set it (event 5)" : "the machine has slept (event 5)");
    }

    [Fact]
    public async Task After_a_restart_the_last_readout_is_that_which_was_stored_last()
    {
        using var data = new TemporaryFolder();
        DateTimeOffset last;
        await using (var gateway = await RunningGateway.StartAsync(data, $"Gateway:SimulatedMeters={Meters}", "Gateway:MaxAge=00:00:00"))
        {
            await gateway.AllAreReadAsync();
            await gateway.Installation.Time.SetAsync(DateTimeOffset.UtcNow.AddDays(-30), CancellationToken.None);
            await gateway.Get<BusWorkers>().Find(SimulationRule.Bus)!.ReadAsync(Meter, ReadoutPrecedence.OnDemand);
            last = gateway.Readouts.Last(Meter).Readout!.ReadAt;
        }

        await using var again = await RunningGateway.StartAsync(data, $"Gateway:SimulatedMeters={Meters}");
        Assert.Equal(last, again.Readouts.Last(Meter).Readout!.ReadAt);
        Assert.True(last < DateTimeOffset.UtcNow.AddDays(-29));
    }
}
