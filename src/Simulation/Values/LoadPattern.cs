namespace Simulation.Values;

/// <summary>
/// How a year's consumption spreads over months and hours: a weight for each. The weight of one hour is the product; sums over
/// any span come from tables, without a loop.
/// </summary>
internal sealed class LoadPattern
{
    /// <summary>Cold and hot water of a household: morning and evening, hardly at night.</summary>
    public static readonly LoadPattern Household = new(
        [10, 10, 10, 10, 11, 12, 12, 12, 11, 10, 10, 10],
        [1, 0, 0, 0, 1, 4, 9, 9, 6, 4, 3, 4, 5, 4, 3, 3, 4, 6, 8, 9, 8, 6, 4, 2]);

    /// <summary>Space heating, with some hot water in summer.</summary>
    public static readonly LoadPattern Heating = new(
        [20, 18, 15, 9, 4, 2, 1, 1, 3, 8, 14, 18],
        [4, 4, 4, 4, 5, 8, 9, 8, 7, 6, 5, 5, 5, 5, 5, 5, 6, 7, 8, 8, 7, 6, 5, 4]);

    /// <summary>Cooling of offices.</summary>
    public static readonly LoadPattern Cooling = new(
        [1, 1, 1, 2, 6, 12, 18, 17, 8, 2, 1, 1],
        [1, 1, 1, 1, 1, 1, 2, 3, 5, 7, 9, 10, 11, 12, 12, 12, 11, 9, 6, 4, 3, 2, 1, 1]);

    /// <summary>Electricity by day, 06-22 h: tariff 1.</summary>
    public static readonly LoadPattern Day = new(
        [12, 11, 11, 10, 9, 9, 8, 8, 9, 10, 11, 12],
        [0, 0, 0, 0, 0, 0, 6, 8, 7, 6, 6, 7, 8, 7, 6, 6, 7, 9, 10, 10, 9, 7, 0, 0]);

    /// <summary>Electricity by night, 22-06 h: tariff 2.</summary>
    public static readonly LoadPattern Night = new(
        [12, 11, 11, 10, 9, 9, 8, 8, 9, 10, 11, 12],
        [5, 4, 4, 4, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 5]);

    /// <summary>Solar panels.</summary>
    public static readonly LoadPattern Solar = new(
        [2, 4, 8, 12, 15, 16, 16, 14, 10, 6, 3, 2],
        [0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 10, 9, 8, 6, 4, 2, 1, 0, 0, 0, 0, 0]);

    /// <summary>Always the same: what stands by, clocks.</summary>
    public static readonly LoadPattern Steady = new([.. Enumerable.Repeat(1, 12)], [.. Enumerable.Repeat(1, 24)]);

    private readonly int[] _hours;
    private readonly int[] _days = new int[Calendar.CycleDays];
    private readonly long[] _hoursBefore;
    private readonly long[] _daysBefore;

    private LoadPattern(int[] months, int[] hours)
    {
        _hours = hours;
        for (var day = 0; day < _days.Length; day++)
        {
            _days[day] = months[Calendar.Start.AddDays(day).Month - 1];
        }

        _hoursBefore = Sums(_hours);
        _daysBefore = Sums(_days);
    }

    /// <summary>The weights of four years.</summary>
    public long Cycle => _daysBefore[^1] * _hoursBefore[^1];

    /// <summary>The weight of an hour.</summary>
    public int Of(long hour) => _days[hour / Calendar.DayHours % Calendar.CycleDays] * _hours[hour % Calendar.DayHours];

    /// <summary>The weights of all hours before this one.</summary>
    public long Before(long hour)
    {
        var (cycles, day) = Math.DivRem(hour / Calendar.DayHours, Calendar.CycleDays);
        return (cycles * Cycle) + (_daysBefore[day] * _hoursBefore[^1]) + (_days[day] * _hoursBefore[hour % Calendar.DayHours]);
    }

    private static long[] Sums(int[] weights)
    {
        var sums = new long[weights.Length + 1];
        for (var i = 0; i < weights.Length; i++)
        {
            sums[i + 1] = sums[i] + weights[i];
        }

        return sums;
    }
}
