namespace Simulation.Meters;

/// <summary>
/// What a meter has counted up to one moment. Everything follows from its seed and the time: nothing is kept, so a register
/// of last month shows what the counter showed then.
/// </summary>
/// <param name="seed">The meter's own seed.</param>
/// <param name="identification">The identification, read as hexadecimal digits.</param>
/// <param name="now">The moment, in the meter's standard time.</param>
internal readonly struct MeterLife(ulong seed, uint identification, DateTime now)
{
    private const int BirthPurpose = 100;
    private const int SharePurpose = 200;
    private const int PeakPurpose = 300;
    private static readonly DateTime EarliestBirth = new(2016, 1, 1);
    private static readonly Int128 WeightOfYear = (Int128)365 * 100 * 2_400 * 3_600;

    /// <summary>The moment.</summary>
    public DateTime Now { get; } = now;

    /// <summary>When the meter was installed: some day of 2016 to 2021.</summary>
    public DateTime Born { get; } = EarliestBirth.AddDays(Seed.Between(seed, BirthPurpose, 0, 2_190));

    /// <summary>The eight digits of the identification as a number; letters as 0 to 5.</summary>
    public long Identification
    {
        get
        {
            long number = 0;
            for (var shift = 28; shift >= 0; shift -= 4)
            {
                number = (number * 10) + (((identification >> shift) & 0xF) % 10);
            }

            return number;
        }
    }

    /// <summary>How long it has run, in hours.</summary>
    public long Hours => Math.Max(0, (long)(Now - Born).TotalHours);

    /// <summary>How long it has run, in days.</summary>
    public long Days => Hours / 24;

    /// <summary>The meter as it was at an earlier moment.</summary>
    public MeterLife At(DateTime time) => new(seed, identification, time);

    /// <summary>The meter at the start of this month (0), of the last (1), and so on.</summary>
    public MeterLife MonthStart(int monthsAgo) => At(new DateTime(Now.Year, Now.Month, 1).AddMonths(-monthsAgo));

    /// <summary>The meter at its last set day, the first of January.</summary>
    public MeterLife SetDay() => At(new DateTime(Now.Year, 1, 1));

    /// <summary>The counter of a usage.</summary>
    public long Total(Usage usage)
    {
        Int128 weight = 0;
        for (var month = new DateTime(Born.Year, Born.Month, 1); month < Now; month = month.AddMonths(1))
        {
            var from = month > Born ? month : Born;
            var to = month.AddMonths(1) < Now ? month.AddMonths(1) : Now;
            weight += usage.Months[month.Month - 1] * (WeightInDay(usage, to) - WeightInDay(usage, from) + ((Int128)(to.Date - from.Date).Days * 2_400 * 3_600));
        }

        return Now <= Born ? 0 : (long)(weight * Yearly(usage) / WeightOfYear);
    }

    /// <summary>What is used at this moment, for each hour.</summary>
    public long PerHour(Usage usage) =>
        (long)((Int128)Yearly(usage) * usage.Months[Now.Month - 1] * usage.Hours[Now.Hour] * 3_600 / WeightOfYear);

    /// <summary>The highest use of this month, for each hour.</summary>
    public long Peak(Usage usage)
    {
        var highest = (long)((Int128)Yearly(usage) * usage.Months[Now.Month - 1] * usage.Hours.Max() * 3_600 / WeightOfYear);
        return highest * Seed.Between(seed, PeakPurpose + (12L * Now.Year) + Now.Month, 110, 190) / 100;
    }

    /// <summary>Something that wanders between two bounds, such as a temperature: linear from one hour to the next.</summary>
    public long Wander(int purpose, long lowest, long highest)
    {
        var hour = Now.Ticks / TimeSpan.TicksPerHour;
        var series = Seed.Of(seed, purpose);
        var before = Seed.Between(series, hour, lowest, highest);
        var after = Seed.Between(series, hour + 1, lowest, highest);
        return before + ((after - before) * (Now.Ticks % TimeSpan.TicksPerHour) / TimeSpan.TicksPerHour);
    }

    /// <summary>Something that this meter has and another has not: one of so many cases.</summary>
    public long OneOf(int purpose, int cases) => Seed.Between(seed, purpose, 0, cases - 1);

    /// <summary>The weight from midnight to a time of day.</summary>
    private static long WeightInDay(Usage usage, DateTime time)
    {
        var weight = (long)usage.Hours[time.Hour] * ((time.Minute * 60) + time.Second);
        for (var hour = 0; hour < time.Hour; hour++)
        {
            weight += usage.Hours[hour] * 3_600L;
        }

        return weight;
    }

    /// <summary>This meter's share of the average: 60 to 140 %.</summary>
    private long Yearly(Usage usage) => usage.PerYear * Seed.Between(seed, SharePurpose + usage.Purpose, 60, 140) / 100;
}
