using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

public class BusHealthTests
{
    private readonly BusHealth _health = new();

    [Fact]
    public void A_silent_meter_is_only_suspected_until_another_one_answers()
    {
        _health.Silent(Meter(1), ReadoutFault.NoAnswer);
        _health.Silent(Meter(2), ReadoutFault.Damaged);

        Assert.Equal([(1, ReadoutFault.NoAnswer), (2, ReadoutFault.Damaged)], _health.Answered(new MeterId(3)).Select(proven => (proven.Meter.Id.Value, proven.Fault)));
        Assert.Empty(_health.Answered(new MeterId(4)));
    }

    [Fact]
    public void A_meter_that_answers_itself_was_not_dead()
    {
        _health.Silent(Meter(1), ReadoutFault.NoAnswer);
        Assert.Empty(_health.Answered(new MeterId(1)));
        Assert.Empty(_health.Answered(new MeterId(2)));
    }

    [Fact]
    public void When_nobody_else_is_asked_an_answer_before_is_proof_enough()
    {
        _health.Silent(Meter(1), ReadoutFault.NoAnswer);
        Assert.Empty(_health.NobodyElseIsAsked());
        Assert.Single(_health.Answered(new MeterId(2)));
        _health.Silent(Meter(3), ReadoutFault.NoAnswer);
        _health.Silent(Meter(2), ReadoutFault.NoAnswer);

        // the one that answered is no proof against itself
        Assert.Equal(3, Assert.Single(_health.NobodyElseIsAsked()).Meter.Id.Value);
        Assert.Equal([new MeterId(2)], _health.Suspects);

        // the answer is of the last round, and says nothing in this one
        _health.Silent(Meter(4), ReadoutFault.NoAnswer);
        Assert.Empty(_health.NobodyElseIsAsked());
    }

    [Fact]
    public void When_nobody_else_is_asked_a_lost_line_or_a_noisy_bus_proves_nothing()
    {
        _health.Answered(new MeterId(1));
        _health.LineFailed();
        _health.Silent(Meter(2), ReadoutFault.NoAnswer);
        Assert.Empty(_health.NobodyElseIsAsked());
        Hear(1, 1, 1);
        _health.Answered(new MeterId(1));
        _health.Silent(Meter(2), ReadoutFault.NoAnswer);
        Assert.Empty(_health.NobodyElseIsAsked());
    }

    [Theory]
    [InlineData(250, 2, false)]
    [InlineData(250, 3, true)]
    [InlineData(3, 2, false)]
    [InlineData(3, 3, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(1, 1, false)]
    [InlineData(0, 0, false)]
    public void The_bus_is_suspicious_when_three_or_all_of_fewer_are_silent(int expected, int silent, bool isSuspicious)
    {
        for (var number = 1; number <= silent; number++)
        {
            _health.Silent(Meter(number), ReadoutFault.NoAnswer);
            _health.Silent(Meter(number), ReadoutFault.NoAnswer);
        }

        Assert.Equal(isSuspicious, _health.IsSuspicious(expected));
    }

    [Fact]
    public void What_a_silent_bus_kept_back_is_no_meters_fault()
    {
        for (var number = 1; number <= 3; number++)
        {
            _health.Silent(Meter(number), ReadoutFault.NoAnswer);
        }

        _health.DeclareSilent();

        Assert.True(_health.AllMetersSilent);
        Assert.False(_health.IsSuspicious(250));
        Assert.Empty(_health.Answered(new MeterId(9)));
        Assert.False(_health.AllMetersSilent);
    }

    [Fact]
    public void A_meter_that_nobody_else_can_speak_for_is_suspected_twice_and_no_more()
    {
        for (var readout = 0; readout < 1000; readout++)
        {
            _health.Silent(Meter(1), ReadoutFault.NoAnswer);
        }

        Assert.Equal(2, _health.Answered(new MeterId(2)).Count);
    }

    [Fact]
    public void Noise_in_three_of_sixteen_looks_is_an_alarm_and_ten_quiet_ones_in_a_row_end_it()
    {
        Assert.DoesNotContain(true, Hear([1, 1, .. Enumerable.Repeat(0, 14), 1, 1, .. Enumerable.Repeat(0, 14)]));
        Assert.Equal([false, false, false, false, false, false, false, false, false, false, true], Hear(7, 0, 0, 0, 0, 7, 0, 0, 0, 0, 7));
        Assert.True(_health.IsNoisy);
        Assert.DoesNotContain(true, Hear(0, 0, 0, 0, 0, 0, 0, 0, 0, 7));
        Assert.Equal([.. Enumerable.Repeat(false, 9), true, false], Hear(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.False(_health.IsNoisy);
    }

    [Fact]
    public void On_a_noisy_bus_no_meter_is_blamed()
    {
        Hear(1, 1, 1);
        _health.Silent(Meter(1), ReadoutFault.Damaged);
        Assert.Empty(_health.Answered(new MeterId(2)));
        _health.Silent(Meter(1), ReadoutFault.Damaged);
        Assert.Empty(_health.NobodyElseCouldAnswer());
    }

    private static Meter Meter(int number) => new() { Id = new MeterId(number), Bus = "cellar" };

    private List<bool> Hear(params int[] bytes) => [.. bytes.Select(_health.Heard)];
}
