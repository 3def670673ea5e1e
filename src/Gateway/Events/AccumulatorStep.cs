using MBus.Application;

namespace Gateway.Events;

/// <summary>From one value of an accumulator to the next, exactly: integers and a power of ten.</summary>
internal static class AccumulatorStep
{
    /// <summary>The last and the first hundredth of a counter's range: what a meter counts in the longest interval of a month is less.</summary>
    private const int Part = 100;

    /// <summary>Displays have five digits at least, and often fewer than their data field: they end at a power of ten.</summary>
    private const int FewestDigits = 5;

    /// <summary>10^38 is the last power of ten below 2^127.</summary>
    private const int MostDigits = 38;

    private static readonly Int128[] Powers = [.. Enumerable.Range(0, MostDigits + 1).Select(Power)];

    /// <summary>Whether the second value is less than the first, and not because the counter has gone past its end.</summary>
    public static bool IsBackwards(in DataRecord before, in DataRecord now)
    {
        var (former, value) = (before.Value, now.Value);
        if (former.Type == DataType.Real || value.Type == DataType.Real)
        {
            // four bytes as sent; with another power of ten they cannot be compared exactly
            return former.Type == value.Type && before.Vib.Exponent == now.Vib.Exponent && value.Real < former.Real;
        }

        return former.IsNumber && value.IsNumber
            && Compare(Number(former, value), before.Vib.Exponent, value.Number, now.Vib.Exponent) > 0
            && !(before.Vib.Exponent == now.Vib.Exponent && HasOverflowed(former, value));
    }

    /// <summary>A first digit A to C says that the counter went past its end; when the next value no longer says so, it is counted from there.</summary>
    private static Int128 Number(in DataValue before, in DataValue now) =>
        before.Flags.HasFlag(ValueFlags.BcdOverflow) && !now.Flags.HasFlag(ValueFlags.BcdOverflow) ? before.Number - Powers[2 * before.Raw.Length] : before.Number;

    /// <summary>Compares a x 10^e with b x 10^f.</summary>
    private static int Compare(Int128 a, int e, Int128 b, int f)
    {
        if (Int128.Sign(a) != Int128.Sign(b) || e == f)
        {
            return Int128.Sign(a) != Int128.Sign(b) ? Int128.Sign(a) - Int128.Sign(b) : a.CompareTo(b);
        }

        if (e < f)
        {
            return -Compare(b, f, a, e);
        }

        // one of more than 38 digits is the larger one, by amount
        return e - f <= MostDigits && Int128.Abs(a) <= Int128.MaxValue / Powers[e - f] ? (a * Powers[e - f]).CompareTo(b) : Int128.Sign(a);
    }

    /// <summary>Whether the first value stands just before the end of the counter, and the second just after its beginning.</summary>
    private static bool HasOverflowed(in DataValue before, in DataValue now)
    {
        var bits = 8 * before.Raw.Length;
        if (before.Type != DataType.Bcd && bits < 127)
        {
            // signed or unsigned, with the sign kept or lost
            var half = Int128.One << (bits - 1);
            if (IsAround(before.Number, now.Number, half) || IsAround(before.Number, now.Number, half * 2) || IsAround(before.Number, now.Number + (half * 2), half))
            {
                return true;
            }
        }

        for (var digits = FewestDigits; digits < MostDigits && Powers[digits] / Part * (Part - 1) <= before.Number; digits++)
        {
            if (IsAround(before.Number, now.Number, Powers[digits]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a counter that ends at a number went over it, to 0 or, where it only changes its sign, on.</summary>
    private static bool IsAround(Int128 before, Int128 now, Int128 end)
    {
        var near = end / Part;
        return before < end && before >= end - near && ((now >= 0 && now < near) || (now >= end && now < end + near));
    }

    private static Int128 Power(int exponent)
    {
        var power = Int128.One;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }

        return power;
    }
}
