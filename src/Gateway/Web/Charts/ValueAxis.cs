using MBus.Application;

namespace Gateway.Web.Charts;

/// <summary>The axis of the values: its ends and its marks are round numbers, written exactly.</summary>
/// <param name="Low">The value at its lower end.</param>
/// <param name="High">The value at its upper end.</param>
/// <param name="Ticks">Its marks.</param>
internal sealed record ValueAxis(double Low, double High, IReadOnlyList<AxisTick> Ticks)
{
    private const int Wanted = 4;

    /// <summary>A difference that is less than what a double can tell apart is none.</summary>
    private const double Precision = 1e-12;

    /// <summary>An axis that holds the values from one to another.</summary>
    public static ValueAxis Of(double least, double most)
    {
        if (!(most - least > Precision * Math.Max(Math.Abs(least), Math.Abs(most))))
        {
            var around = most == 0 ? 1 : Math.Abs(most) / 100;
            (least, most) = (least - around, most + around);
        }

        var raw = (most - least) / Wanted;
        var exponent = (int)Math.Floor(Math.Log10(raw));
        var power = Math.Pow(10, exponent);
        var digit = (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var step = digit * power;
        var (first, last) = ((Int128)Math.Floor((least / step) + Precision), (Int128)Math.Ceiling((most / step) - Precision));
        var ticks = new List<AxisTick>();
        for (var n = first; n <= last && ticks.Count <= 4 * Wanted; n++)
        {
            ticks.Add(new((double)(n - first) / (double)(last - first), ExactNumber.Format(n * digit, exponent)));
        }

        return new((double)first * step, (double)last * step, ticks);
    }

    /// <summary>Where a value lies, 0 at the lower end and 1 at the upper one.</summary>
    public double PlaceOf(double value) => (value - Low) / (High - Low);
}
