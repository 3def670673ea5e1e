using Gateway.Api;
using MBus.Link;
using MBus.Master;

namespace Gateway.Tests.Api;

public class MeterOrderWordsTests
{
    [Theory]
    [InlineData(true, "look at its display")]
    [InlineData(false, "look at the meter itself")]
    public void What_a_meter_has_confirmed_and_does_not_show_is_to_be_looked_at(bool clock, string advice) =>
        Assert.EndsWith(advice, MeterOrderWords.Of(new MeterOrder { Clock = clock, Reset = !clock }, new CommandResult(CommandOutcome.Unproven), MeterTarget.Of(new PrimaryAddress(5)), "cellar"), StringComparison.Ordinal);
}
