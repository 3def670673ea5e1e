using MBus.Master;

namespace Simulation.Tests;

public sealed class FaultTests
{
    public static TheoryData<AnswerFaults, ReadoutFault> Faults => new()
    {
        { new AnswerFaults { Silence = 1 }, ReadoutFault.NoAnswer },
        { new AnswerFaults { Late = 1 }, ReadoutFault.None },
        { new AnswerFaults { Late = 1, Delay = TimeSpan.FromSeconds(10) }, ReadoutFault.NoAnswer },
        { new AnswerFaults { WrongChecksum = 1 }, ReadoutFault.Damaged },
        { new AnswerFaults { LostByte = 1 }, ReadoutFault.Damaged },
        { new AnswerFaults { Noise = 1 }, ReadoutFault.None },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_has_its_name_and_disturbs_no_other_meter(AnswerFaults faults, ReadoutFault expected)
    {
        var bus = SimulatedBus.Create(1, 8);
        bus.Meters[3].Faults = faults;
        var results = await bus.UseAsync(async master =>
        {
            List<ReadoutResult> results = [];
            foreach (var meter in bus.Meters)
            {
                results.Add(await master.ReadAsync(meter.Address));
            }

            return results;
        });
        Assert.Equal(expected, results[3].Fault);
        Assert.All(results.Where((_, number) => number != 3), result => Assert.True(result.IsComplete));
    }

    [Fact]
    public async Task A_late_meter_is_read_when_it_is_given_the_time()
    {
        var bus = SimulatedBus.Create(1, 1);
        bus.Meters[0].Faults = new AnswerFaults { Late = 1 };
        var result = await bus.UseAsync(master =>
            master.ReadAsync(bus.Meters[0].PrimaryAddress, new ReadoutOptions { ExtraResponseTime = TimeSpan.FromSeconds(1.2) }));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task Faults_now_and_then_are_met_by_repeats()
    {
        var bus = SimulatedBus.Create(1, 32);
        foreach (var meter in bus.Meters)
        {
            meter.Faults = new AnswerFaults { Silence = 0.05, LostByte = 0.05, WrongChecksum = 0.05, Noise = 0.1 };
        }

        var repeats = 0;
        foreach (var meter in bus.Meters)
        {
            var result = await bus.ReadAsync(meter);
            Assert.True(result.IsComplete, meter.Name);
            repeats += result.Tries.Silent + result.Tries.Damaged;
        }

        Assert.NotEqual(0, repeats);
    }

    [Fact]
    public async Task An_echoing_level_converter_is_read_and_searched_as_any_other()
    {
        var bus = SimulatedBus.Create(1, 6);
        bus.Echo = true;
        Assert.All(await Task.WhenAll(bus.Meters.Select(bus.ReadAsync)), result => Assert.True(result.IsComplete));
        Assert.Equal(6, (await bus.SearchAsync()).Count(step => step.Finding == SearchFinding.Meter));
    }
}
