using Gateway.Diagnosis;
using Testing;

namespace Gateway.Tests.Diagnosis;

public class SlidingSumTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void What_is_older_than_the_window_falls_out()
    {
        var sum = SlidingSum.OfDay(_time);
        sum.Add(5);
        _time.Advance(TimeSpan.FromHours(24.5));
        sum.Add(2);

        Assert.Equal(7, sum.Over(TimeSpan.FromHours(24), out var covered));
        Assert.Equal(TimeSpan.FromHours(24.5), covered);
        Assert.Equal(2, sum.Over(Hour, out covered));
        Assert.Equal(TimeSpan.FromHours(1.5), covered);

        _time.Advance(Hour);
        Assert.Equal(2, sum.Over(TimeSpan.FromHours(24), out covered));
        Assert.Equal(TimeSpan.FromHours(24.5), covered);
    }

    [Fact]
    public void A_pause_of_any_length_empties_it()
    {
        var sum = SlidingSum.OfDay(_time);
        sum.Add(5);
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, sum.Over(TimeSpan.FromHours(24), out _));
        sum.Add(1);
        Assert.Equal(1, sum.Over(TimeSpan.FromHours(24), out _));
    }

    [Fact]
    public void After_a_start_it_covers_the_time_since_then()
    {
        var sum = SlidingSum.OfDay(_time);
        _time.Advance(TimeSpan.FromMinutes(10));
        sum.Add(3);
        Assert.Equal(3, sum.Over(TimeSpan.FromHours(24), out var covered));
        Assert.Equal(TimeSpan.FromMinutes(10), covered);
    }

    [Fact]
    public void It_says_the_same_as_a_list_of_all_that_was_added()
    {
        var random = new Random(7);
        var all = new List<(long Slice, long Amount)>();
        var sum = new SlidingSum(TimeSpan.FromMinutes(5), 13, _time);
        var start = _time.GetUtcNow();
        for (var round = 0; round < 2000; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(random.Next(0, 600)));
            var slice = (_time.GetUtcNow() - start).Ticks / TimeSpan.FromMinutes(5).Ticks;
            all.Add((slice, round));
            sum.Add(round);
            Assert.Equal(all.Where(one => one.Slice >= slice - 12).Sum(one => one.Amount), sum.Over(Hour, out _));
        }
    }
}
