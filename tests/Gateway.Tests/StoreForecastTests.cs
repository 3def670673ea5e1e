using Gateway.Upkeep;
using Metering;

namespace Gateway.Tests;

public class StoreForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly StoreFigures Figures = new()
    {
        Readings = 480_000,
        Oldest = Now.AddDays(-10),
        Newest = Now,
        Recent = 336_000,
        RecentSince = Now.AddDays(-7),
        Length = 96_000_000,
        LogLength = 0,
        Reusable = 0,
    };

    [Fact]
    public void The_readings_of_the_last_week_and_what_each_takes_tell_the_size_at_the_end()
    {
        var forecast = StoreForecast.Of(Figures, scheduled: 1, TimeSpan.FromDays(400), free: 4_000_000_000, Now);
        Assert.Equal((48_000, 200), (forecast.ReadingsPerDay, forecast.BytesPerReading));
        Assert.Equal((19_200_000, 3_840_000_000), (forecast.Readings, forecast.Length));
        Assert.Null(forecast.UntilFull);
        Assert.Null(forecast.Warning(TimeSpan.FromDays(400)));
    }

    [Fact]
    public void A_disk_that_is_too_small_is_told_with_the_day_and_what_to_do()
    {
        var forecast = StoreForecast.Of(Figures, scheduled: 1, TimeSpan.FromDays(400), free: 960_000_000, Now);
        Assert.Equal(TimeSpan.FromDays(100), forecast.UntilFull);
        Assert.Equal(
            "The disk will be full in about 100 days: readings are to be kept for 400 days, and take 3.8 GB then. Shorten Gateway:Retention, read less often, or give the data directory a larger disk.",
            forecast.Warning(TimeSpan.FromDays(400)));
        Assert.StartsWith(
            "The disk is full or will be within a day: readings are to be kept for 400 days",
            StoreForecast.Of(Figures, scheduled: 1, TimeSpan.FromDays(400), free: 0, Now).Warning(TimeSpan.FromDays(400)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void On_its_first_day_the_schedule_tells_how_many_readings_there_will_be()
    {
        var first = Figures with { Readings = 100, Recent = 100, RecentSince = Now.AddHours(-1), Length = 200_000 };
        var forecast = StoreForecast.Of(first, scheduled: 9600, TimeSpan.FromDays(100), free: 1_000_000_000, Now);
        Assert.Equal((9600, StoreForecast.UsualBytesPerReading, 960_000), (forecast.ReadingsPerDay, forecast.BytesPerReading, forecast.Readings));
        Assert.Equal(200_000 + (959_900 * 200), forecast.Length);
    }

    [Fact]
    public void Room_that_forgotten_readings_left_is_filled_first()
    {
        var shorter = Figures with { Readings = 240_000, Reusable = 48_000_000 };
        var forecast = StoreForecast.Of(shorter, scheduled: 1, TimeSpan.FromDays(10), free: 0, Now);
        Assert.Equal(96_000_000, forecast.Length);
        Assert.Null(forecast.UntilFull);
    }

    [Fact]
    public void A_store_that_gets_nothing_does_not_grow()
    {
        var silent = Figures with { Recent = 0, RecentSince = null };
        var forecast = StoreForecast.Of(silent, scheduled: 0, TimeSpan.FromDays(400), free: 0, Now);
        Assert.Equal((0, 0, Figures.Length), (forecast.ReadingsPerDay, forecast.Readings, forecast.Length));
        Assert.Null(forecast.UntilFull);
    }
}
