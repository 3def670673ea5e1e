using System.Globalization;

namespace MBus.Application;

/// <summary>Writes an integer, or the shortest decimal of a binary32, times a power of ten, as a plain decimal without rounding.</summary>
public static class ExactNumber
{
    /// <summary><c>12345</c> and -3 give <c>12.345</c>; 5 and 3 give <c>5000</c>. With exponent below 0 exactly that many decimals.</summary>
    public static string Format(Int128 number, int exponent)
    {
        var digits = number >= long.MinValue && number <= long.MaxValue
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);
        return number < 0 ? "-" + Place(digits[1..], exponent) : Place(digits, exponent);
    }

    /// <summary>The shortest decimal that gives the same binary32, times the power of ten; no trailing zeros. Null for NaN and infinity.</summary>
    public static string? FormatReal(float number, int exponent)
    {
        if (!float.IsFinite(number))
        {
            return null;
        }

        var (mantissa, scale) = Split(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        var placed = Place(mantissa, scale + exponent);
        var trimmed = placed.Contains('.', StringComparison.Ordinal) ? placed.TrimEnd('0').TrimEnd('.') : placed;
        return number < 0 ? "-" + trimmed : trimmed;
    }

    /// <summary><c>1.25E-07</c> into the digits 125 and the exponent -9.</summary>
    private static (string Digits, int Exponent) Split(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        return (digits.Length == 0 ? "0" : digits, exponent - decimals);
    }

    private static string Place(string digits, int exponent)
    {
        if (exponent >= 0)
        {
            return digits == "0" ? digits : digits + new string('0', exponent);
        }

        var padded = digits.PadLeft(1 - exponent, '0');
        var point = padded.Length + exponent;
        return string.Concat(padded.AsSpan(0, point), ".", padded.AsSpan(point));
    }
}
