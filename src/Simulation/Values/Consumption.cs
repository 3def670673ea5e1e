namespace Simulation.Values;

/// <summary>
/// Something that is consumed and counted: the count never falls, follows the pattern of the year and the day, and hours differ
/// as if by chance. Integers only, and each instant by itself, so that it is the same whichever instants are asked for.
/// </summary>
/// <param name="pattern">How the year's amount spreads.</param>
/// <param name="annual">A typical year's amount, in the unit of the count; meters get about half to one and a half of it.</param>
/// <param name="part">Tells apart consumptions of one meter that shall differ.</param>
internal sealed class Consumption(LoadPattern pattern, long annual, int part = 0)
{
    /// <summary>What was counted up to an instant.</summary>
    /// <param name="meter">The meter's seed.</param>
    /// <param name="installed">When the count began.</param>
    /// <param name="instant">The instant; before <paramref name="installed"/> the count is 0.</param>
    public long Count(Seed meter, DateTime installed, DateTime instant) => instant <= installed
        ? 0
        : Amount(meter, WeightsUntil(meter.Part(part), instant)) - Amount(meter, WeightsUntil(meter.Part(part), installed));

    /// <summary>The amount of the hour that holds the instant: the flow or power in it, since it is even within the hour.</summary>
    public long Hourly(Seed meter, DateTime installed, DateTime instant) => Peak(meter, installed, instant, instant).Amount;

    /// <summary>The largest hourly amount from one instant to another, the hours of both included, and when that hour began.</summary>
    public (long Amount, DateTime Begin) Peak(Seed meter, DateTime installed, DateTime from, DateTime to)
    {
        var seed = meter.Part(part);
        var first = Calendar.Split(from < installed ? installed : from).Hour;
        var last = Calendar.Split(to).Hour;
        var peak = (Weight: 0L, Hour: first);
        for (var (hour, begin) = (first, WeightsBefore(seed, first)); hour <= last; hour++)
        {
            var end = WeightsBefore(seed, hour + 1);
            peak = end - begin > peak.Weight ? (end - begin, hour) : peak;
            begin = end;
        }

        return (Amount(meter, (Int128)peak.Weight * Calendar.HourSeconds), Calendar.Begin(peak.Hour));
    }

    /// <summary>The weights up to an instant, times the seconds of an hour.</summary>
    private Int128 WeightsUntil(Seed seed, DateTime instant)
    {
        var (hour, second) = Calendar.Split(instant);
        var begin = WeightsBefore(seed, hour);
        return ((Int128)begin * Calendar.HourSeconds) + ((Int128)(WeightsBefore(seed, hour + 1) - begin) * second);
    }

    /// <summary>
    /// The weights up to the start of an hour. Up to all of the hour's own weight was consumed before it began: so hours differ
    /// and the sum still never falls.
    /// </summary>
    private long WeightsBefore(Seed seed, long hour) => pattern.Before(hour) + seed.Part(hour).Below(pattern.Of(hour) + 1);

    /// <summary>What weights times the seconds of an hour stand for: four years' weights are four years' amounts.</summary>
    private long Amount(Seed meter, Int128 weights)
    {
        var year = annual * (60 + meter.Below(80)) / 100 * (85 + meter.Part(part).Below(30)) / 100;
        return (long)(weights * year * 4 / ((Int128)pattern.Cycle * Calendar.HourSeconds));
    }
}
