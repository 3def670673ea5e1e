namespace Metering.Mapping;

/// <summary>Integers times powers of ten, exactly or not at all.</summary>
internal static class PowerOfTen
{
    /// <summary>The highest power of ten that 128 bits hold.</summary>
    private const int Highest = 38;

    private static readonly Int128[] Powers = Build();

    /// <summary>The number times 10^power; false when that is no integer, or one of more than 128 bits.</summary>
    public static bool TryScale(Int128 number, int power, out Int128 scaled)
    {
        scaled = 0;
        if (number == 0)
        {
            return true;
        }

        if (Math.Abs(power) > Highest)
        {
            return false;
        }

        if (power < 0)
        {
            (scaled, var rest) = Int128.DivRem(number, Powers[-power]);
            return rest == 0;
        }

        return TryMultiply(number, Powers[power], out scaled);
    }

    /// <summary>The product; false when it has more than 128 bits.</summary>
    public static bool TryMultiply(Int128 number, Int128 factor, out Int128 product)
    {
        // nearly always, and a division of 128 bits less
        if (number >= long.MinValue && number <= long.MaxValue && factor <= long.MaxValue)
        {
            product = number * factor;
            return true;
        }

        var most = Int128.MaxValue / factor;
        var fits = number <= most && number >= -most;
        product = fits ? number * factor : 0;
        return fits;
    }

    private static Int128[] Build()
    {
        var powers = new Int128[Highest + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
