using Gateway.Diagnosis;

namespace Gateway.Tests.Diagnosis;

public class ResponseTimesTests
{
    [Fact]
    public void Before_the_first_there_are_no_figures() => Assert.Null(new ResponseTimes().Figures());

    [Fact]
    public void Extremes_mean_and_histogram_are_those_of_what_was_taken()
    {
        var times = new ResponseTimes();
        foreach (var milliseconds in new[] { 40, 90, 90, 6000 })
        {
            times.Note(TimeSpan.FromMilliseconds(milliseconds));
        }

        var figures = times.Figures()!;

        Assert.Equal((4, 6000, 40, 1555, 6000), (figures.Count, figures.Last.TotalMilliseconds, figures.Least.TotalMilliseconds, figures.Mean.TotalMilliseconds, figures.Most.TotalMilliseconds));
        Assert.Equal([new(TimeSpan.FromMilliseconds(50), 1), new(TimeSpan.FromMilliseconds(100), 2), new(null, 1)], figures.Histogram);
        Assert.Equal(TimeSpan.FromSeconds(6), figures.Percentile95);
    }

    [Theory]
    [InlineData(95, 5, 100)]
    [InlineData(94, 6, 700)]
    [InlineData(1, 0, 90)]
    public void Ninety_five_of_a_hundred_lie_below_the_percentile(int fast, int slow, int percentile)
    {
        var times = new ResponseTimes();
        for (var i = 0; i < fast + slow; i++)
        {
            times.Note(TimeSpan.FromMilliseconds(i < fast ? 90 : 700));
        }

        Assert.Equal(percentile, times.Figures()!.Percentile95.TotalMilliseconds);
    }
}
