using System.Globalization;
using Metering;

namespace Gateway.Upkeep;

/// <summary>How large the store is going to be when the oldest readings have come to the end of their retention.</summary>
internal sealed record StoreForecast
{
    /// <summary>
    /// What a reading takes where there are too few to measure it: 195 bytes are measured with telegrams of the simulated meters, 100 to 150 bytes long
    /// most of them, the indexes included.
    /// </summary>
    public const double UsualBytesPerReading = 200;

    /// <summary>With fewer readings the file is mostly what an empty one takes.</summary>
    private const long EnoughReadings = 10_000;

    /// <summary>Less says nothing of a day.</summary>
    private static readonly TimeSpan Measurable = TimeSpan.FromDays(1);

    /// <summary>How many readings are stored a day: of late, or what the intervals of the meters ask for where that is not known yet.</summary>
    public required double ReadingsPerDay { get; init; }

    /// <summary>What a reading takes in the file, in bytes, indexes and half-filled pages included.</summary>
    public required double BytesPerReading { get; init; }

    /// <summary>How many readings there will be.</summary>
    public required long Readings { get; init; }

    /// <summary>The length of the file then, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Until the disk is full; null: it will not be, as far as the store goes.</summary>
    public required TimeSpan? UntilFull { get; init; }

    /// <summary>Makes one.</summary>
    /// <param name="figures">What the store holds.</param>
    /// <param name="scheduled">How many readings a day the intervals of the meters ask for.</param>
    /// <param name="kept">How long a reading is kept, in the mean of all that are stored.</param>
    /// <param name="free">The bytes that are free on its disk.</param>
    /// <param name="now">The time by the gateway's clock.</param>
    public static StoreForecast Of(StoreFigures figures, double scheduled, TimeSpan kept, long free, DateTimeOffset now)
    {
        var measured = figures.RecentSince is { } since && now - since >= Measurable ? figures.Recent / (now - since).TotalDays : scheduled;
        var bytes = figures.Readings >= EnoughReadings ? (double)(figures.Length - figures.Reusable) / figures.Readings : UsualBytesPerReading;
        var readings = measured * kept.TotalDays;
        var length = Math.Max(figures.Length, (long)(figures.Length - figures.Reusable + (Math.Max(0, readings - figures.Readings) * bytes)));
        return new StoreForecast
        {
            ReadingsPerDay = measured,
            BytesPerReading = bytes,
            Readings = (long)readings,
            Length = length,
            UntilFull = length - figures.Length > free ? TimeSpan.FromDays((free + figures.Reusable) / (measured * bytes)) : null,
        };
    }

    /// <summary>In words for a person what is to be done; null: nothing.</summary>
    /// <param name="retention">How long readings are to be kept, at most.</param>
    public string? Warning(TimeSpan retention) => UntilFull is { } left
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The disk {(left < TimeSpan.FromDays(1) ? "is full or will be within a day" : $"will be full in about {left.TotalDays:0} days")}: "
            + $"readings are to be kept for {retention.TotalDays:0} days, and take {Length / 1e9:0.0} GB then. "
            + $"Shorten Gateway:Retention, read less often, or give the data directory a larger disk.")
        : null;
}
