namespace Simulation.Values;

/// <summary>Something that goes up and down, such as a temperature or a voltage: by the season, by the hour, and a little by chance.</summary>
/// <param name="mean">The mean of the year.</param>
/// <param name="winter">How much higher it is in January, and lower in July; negative for what is warm in summer.</param>
/// <param name="afternoon">How much higher it is at 15 h, and lower at 3 h.</param>
/// <param name="chance">How far an hour may be off.</param>
/// <param name="part">Tells apart levels of one meter that shall differ.</param>
internal sealed class Level(int mean, int winter = 0, int afternoon = 0, int chance = 0, int part = 0)
{
    private static readonly int[] Months = [1000, 866, 500, 0, -500, -866, -1000, -866, -500, 0, 500, 866];

    private static readonly int[] Hours =
        [-707, -866, -966, -1000, -966, -866, -707, -500, -259, 0, 259, 500, 707, 866, 966, 1000, 966, 866, 707, 500, 259, 0, -259, -500];

    /// <summary>The level at an instant, in the unit of the mean.</summary>
    public long At(Seed meter, DateTime instant)
    {
        var (hour, second) = Calendar.Split(instant);
        var seed = meter.Part(1000 + part);
        var begin = Boundary(seed, hour);
        return begin + ((Boundary(seed, hour + 1) - begin) * second / Calendar.HourSeconds);
    }

    /// <summary>The highest level between two instants.</summary>
    public long Highest(Seed meter, DateTime from, DateTime to) => Corners(meter, from, to).Max();

    /// <summary>The lowest level between two instants.</summary>
    public long Lowest(Seed meter, DateTime from, DateTime to) => Corners(meter, from, to).Min();

    /// <summary>The level runs straight within an hour, so its extremes are at the ends and at full hours.</summary>
    private IEnumerable<long> Corners(Seed meter, DateTime from, DateTime to)
    {
        yield return At(meter, from);
        yield return At(meter, to);
        for (var hour = Calendar.Split(from).Hour + 1; hour <= Calendar.Split(to).Hour; hour++)
        {
            yield return At(meter, Calendar.Begin(hour));
        }
    }

    private long Boundary(Seed seed, long hour)
    {
        var day = Calendar.Begin(hour);
        var (month, next) = (Months[day.Month - 1], Months[day.Month % 12]);
        var season = month + ((next - month) * (day.Day - 1) / DateTime.DaysInMonth(day.Year, day.Month));
        return mean + (winter * season / 1000) + (afternoon * Hours[day.Hour] / 1000) + seed.Part(hour).Below((2 * chance) + 1) - chance;
    }
}
