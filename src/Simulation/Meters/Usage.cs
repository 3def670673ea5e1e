namespace Simulation.Meters;

/// <summary>
/// What a counter counts: how much in a year, and how that is spread over the year and the day. Whole numbers only, so a
/// counter never drifts and never runs backwards.
/// </summary>
/// <param name="PerYear">In the counter's smallest unit, for an average meter.</param>
/// <param name="Months">A weight for each month, 1,200 in all.</param>
/// <param name="Hours">A weight for each hour of the day, 2,400 in all.</param>
/// <param name="Purpose">Tells the usages of one meter apart: each has its own share of the average.</param>
internal sealed record Usage(long PerYear, int[] Months, int[] Hours, int Purpose)
{
    private static readonly int[] Even = [.. Enumerable.Repeat(100, 24)];
    private static readonly int[] Winter = [210, 185, 150, 90, 40, 10, 5, 5, 30, 95, 165, 215];
    private static readonly int[] Summer = [0, 0, 10, 40, 120, 230, 300, 280, 150, 60, 10, 0];
    private static readonly int[] Taps =
        [20, 10, 10, 10, 20, 80, 200, 260, 180, 110, 90, 90, 110, 100, 80, 80, 100, 140, 190, 200, 140, 90, 60, 30];

    private static readonly int[] Sockets =
        [60, 50, 50, 50, 50, 60, 90, 120, 110, 100, 100, 110, 120, 110, 100, 100, 110, 140, 170, 170, 150, 120, 90, 70];

    /// <summary>More in winter, and evenly over the day.</summary>
    public static Usage Heating(long perYear) => new(perYear, Winter, Even, 1);

    /// <summary>In summer.</summary>
    public static Usage Cooling(long perYear) => new(perYear, Summer, Even, 2);

    /// <summary>A household's water: mornings and evenings.</summary>
    public static Usage Water(long perYear) => new(perYear, Even[..12], Taps, 3);

    /// <summary>A household's electricity.</summary>
    public static Usage Electricity(long perYear) => new(perYear, Even[..12], Sockets, 4);

    /// <summary>The same in another unit, or a part of it: it stays in step with the first.</summary>
    public Usage Times(long numerator, long denominator) => this with { PerYear = PerYear * numerator / denominator };
}
