using System.Globalization;
using Cosem;
using Gateway.CommandLine;
using MBus.Application;

namespace Gateway.Web.Charts;

/// <summary>A number as a register has it: an integer and a power of ten. Only where it lies in a picture is it a double.</summary>
/// <param name="Number">The integer.</param>
/// <param name="Exponent">The power of ten.</param>
internal readonly record struct ExactValue(Int128 Number, int Exponent)
{
    /// <summary>Of larger differences of two powers of ten there is no common integer.</summary>
    private const int MostDigits = 38;

    /// <summary>The same for a drawing.</summary>
    public double Approximate => (double)Number * Math.Pow(10, Exponent);

    /// <summary>As a plain decimal, exactly.</summary>
    public string Text => ExactNumber.Format(Number, Exponent);

    /// <summary>The number of a cell; null where it has none.</summary>
    /// <param name="data">The cell.</param>
    /// <param name="scaler">The power of ten of its register.</param>
    public static ExactValue? Of(CosemData data, sbyte scaler) => data switch
    {
        CosemData.Float32 real => Of(BitConverter.UInt32BitsToSingle(real.Bits).ToString("R", CultureInfo.InvariantCulture), scaler),
        CosemData.Float64 real => Of(BitConverter.UInt64BitsToDouble(real.Bits).ToString("R", CultureInfo.InvariantCulture), scaler),
        _ => CosemText.Number(data) is { } number ? new ExactValue(number, scaler) : null,
    };

    /// <summary>A decimal, such as <c>12500</c> or <c>1.25E-07</c>; null for what is none, such as not a number and infinity.</summary>
    /// <param name="text">The decimal.</param>
    /// <param name="scaler">The power of ten that it is to be multiplied by.</param>
    public static ExactValue? Of(string text, int scaler)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        var exponent = 0;
        return (e < 0 || int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            && Int128.TryParse(mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? new ExactValue(number, exponent - decimals + scaler)
                : null;
    }

    /// <summary>What another one is less; null where that is no integer of 128 bits.</summary>
    public ExactValue? Minus(ExactValue other)
    {
        var exponent = Math.Min(Exponent, other.Exponent);
        return Scaled(exponent) is { } a && other.Scaled(exponent) is { } b && (a < 0 ? b <= 0 || a >= Int128.MinValue + b : b >= 0 || a <= Int128.MaxValue + b)
            ? new ExactValue(a - b, exponent)
            : null;
    }

    /// <summary>Whether it is less than another one.</summary>
    public bool IsLess(ExactValue other) => Minus(other) is { } difference ? difference.Number < 0 : Approximate < other.Approximate;

    /// <summary>The integer with a smaller power of ten; null where it is too long.</summary>
    private Int128? Scaled(int exponent)
    {
        var number = Number;
        if (number != 0 && Exponent - exponent > MostDigits)
        {
            return null;
        }

        for (var at = Exponent; at > exponent && number != 0; at--)
        {
            if (Int128.Abs(number) > Int128.MaxValue / 10)
            {
                return null;
            }

            number *= 10;
        }

        return number;
    }
}
