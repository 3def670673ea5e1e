using Simulation.Script;

namespace Simulation.Tests.Script;

public sealed class FaultScriptTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void The_same_seed_draws_the_same_day_and_another_seed_another_one()
    {
        Assert.Equal(FaultScript.Drawn(3, 250, Day).Faults, FaultScript.Drawn(3, 250, Day).Faults);
        Assert.NotEqual(FaultScript.Drawn(3, 250, Day).Faults, FaultScript.Drawn(4, 250, Day).Faults);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(250)]
    [InlineData(500)]
    public void A_drawn_day_can_be_played_and_5_in_a_hundred_meters_are_dead_for_a_time(int meters)
    {
        for (var seed = -50; seed < 50; seed++)
        {
            var script = FaultScript.Drawn(seed, meters, Day);
            Assert.InRange(script.LastMeter, 1, meters);
            Assert.All(script.Faults, fault => Assert.True(fault.From <= Day));
            Assert.Equal(1 + (meters / 20), script.Faults.Count(fault => fault.Kind == FaultKind.Silence));
            TestMaster.Bus(meters).Play(script);
        }
    }

    [Fact]
    public void Faults_by_their_names_alone_have_their_usual_probability()
    {
        var script = FaultScript.Usual(["late", "echo"]);
        Assert.Equal([new ScriptedFault(FaultKind.Late) { Chance = 0.01 }, new ScriptedFault(FaultKind.Echo)], script.Faults);
        Assert.DoesNotContain("swap", FaultScript.Names);
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => FaultScript.Usual(["swap"]));
        Assert.Equal("swap", refusal.ActualValue);
    }
}
