using Gateway.CommandLine;
using MBus.Application;

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

    /// <summary>A number in this unit.</summary>
    /// <param name="raw">The integer of the register; null where it is none.</param>
    /// <param name="scaler">Its power of ten.</param>
    /// <param name="text">The value in the unit without a prefix.</param>
    public string? Number(Int128? raw, int scaler, string? text) => Shift > 0 && raw is { } number ? ExactNumber.Format(number, scaler - Shift) : text;
}
