using Gateway.CommandLine;
using Gateway.Web.Charts;

namespace Gateway.Web;

/// <summary>
/// A unit as meters show it: kWh and m³. A prefix is chosen by the scaler of the register and never by the value, so that no digit is lost and the numbers of a
/// column stand under each other.
/// </summary>
/// <param name="Text">The unit with its prefix; empty for none.</param>
/// <param name="Shift">The power of ten of the prefix: 0, 3, 6 or 9.</param>
internal readonly record struct ShownUnit(string Text, int Shift)
{
    private static readonly string[] Prefixes = ["", "k", "M", "G"];
    private static readonly HashSet<string> Prefixed = ["Wh", "W", "J", "J/h", "VA", "VAh", "var", "varh"];

    /// <summary>The unit of a register; of what is none, no unit.</summary>
    public static ShownUnit Of(Cosem.ScalerUnit? register) => register is { } of ? Of(UnitSymbol.Of(of.Unit), of.Scaler) : default;

    /// <summary>A unit.</summary>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="scaler">The power of ten in which the register counts it.</param>
    public static ShownUnit Of(string? symbol, int scaler)
    {
        var prefix = symbol is not null && Prefixed.Contains(symbol) ? Math.Clamp(scaler / 3, 0, Prefixes.Length - 1) : 0;
        return new(Prefixes[prefix] + symbol?.Replace("m3", "m³", StringComparison.Ordinal), prefix * 3);
    }

    /// <summary>A number in this unit, an integer or a real; what is no number stays as it is.</summary>
    /// <param name="text">The value in the unit without a prefix, exactly.</param>
    public string? Number(string? text)
    {
        if (Shift == 0 || text is null || ExactValue.Of(text, -Shift)?.Text is not { } shifted)
        {
            return text;
        }

        return shifted.Contains('.', StringComparison.Ordinal) ? shifted.TrimEnd('0').TrimEnd('.') : shifted;
    }
}
