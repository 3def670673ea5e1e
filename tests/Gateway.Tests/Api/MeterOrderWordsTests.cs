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

    [Theory]
    [InlineData(CommandOutcome.AddressTaken, 7, null)]
    [InlineData(CommandOutcome.Lost, 7, null)]
    [InlineData(CommandOutcome.Lost, null, 9600)]
    public void What_to_do_next_is_said_for_the_page_as_for_the_command_line(CommandOutcome outcome, int? address, int? baudRate)
    {
        var order = new MeterOrder { Address = address is { } number ? new PrimaryAddress((byte)number) : null, BaudRate = baudRate };
        var words = MeterOrderWords.Of(order, new CommandResult(outcome), MeterTarget.Of(new PrimaryAddress(5)), "cellar");
        Assert.Contains("search", words, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("bus cellar", words, StringComparison.Ordinal);
        Assert.DoesNotContain("scan", words, StringComparison.Ordinal);
    }
}
