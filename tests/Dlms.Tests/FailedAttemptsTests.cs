using System.Globalization;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

public class FailedAttemptsTests
{
    private const string Source = "192.0.2.1";
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FailedAttempts _attempts;

    public FailedAttemptsTests() => _attempts = new FailedAttempts(_clock);

    [Fact]
    public void The_first_five_failures_cost_nothing()
    {
        for (var failure = 0; failure < 5; failure++)
        {
            _attempts.Failed(Source, 1);
            Assert.False(_attempts.IsRefused(Source, 1));
        }
    }

    [Fact]
    public void Further_ones_cost_a_second_and_twice_as_much_each_up_to_five_minutes()
    {
        Fail(5);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300 })
        {
            Fail(1);
            Assert.Equal(TimeSpan.FromSeconds(seconds), _attempts.WaitOf(Source, 1));
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(TimeSpan.FromTicks(1), _attempts.WaitOf(Source, 1));
            Assert.True(_attempts.IsRefused(Source, 1));
            _clock.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(TimeSpan.Zero, _attempts.WaitOf(Source, 1));
            Assert.False(_attempts.IsRefused(Source, 1));
        }

        Fail(1000);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(_attempts.IsRefused(Source, 1));
    }

    [Fact]
    public void Other_pairs_are_never_held_up()
    {
        Fail(20);
        Assert.True(_attempts.IsRefused(Source, 1));
        Assert.False(_attempts.IsRefused(Source, 2));
        Assert.False(_attempts.IsRefused("192.0.2.2", 1));
        _attempts.Succeeded("192.0.2.2", 1);
        _attempts.Succeeded(Source, 2);
        Assert.True(_attempts.IsRefused(Source, 1));
    }

    [Fact]
    public void A_success_forgives()
    {
        Fail(20);
        _attempts.Succeeded(Source, 1);
        Assert.False(_attempts.IsRefused(Source, 1));
        Fail(5);
        Assert.False(_attempts.IsRefused(Source, 1));
    }

    [Fact]
    public void A_quarter_of_an_hour_forgives()
    {
        Fail(20);
        _clock.Advance(FailedAttempts.Memory);
        Fail(1);
        Assert.False(_attempts.IsRefused(Source, 1));
    }

    [Fact]
    public void When_there_is_no_room_the_one_forgotten_first_goes()
    {
        Fail(10);
        _clock.Advance(TimeSpan.FromTicks(1));
        for (var other = 0; other < FailedAttempts.MaxPairs - 1; other++)
        {
            _attempts.Failed(other.ToString(CultureInfo.InvariantCulture), 1);
        }

        Assert.True(_attempts.IsRefused(Source, 1));
        _attempts.Failed("one more", 1);
        Assert.False(_attempts.IsRefused(Source, 1));
    }

    private void Fail(int times)
    {
        for (; times > 0; times--)
        {
            _attempts.Failed(Source, 1);
        }
    }
}
