using Cosem;

namespace Gateway.CommandLine;

/// <summary>How units are written for people.</summary>
internal static class UnitSymbol
{
    private static readonly Dictionary<Unit, string> Symbols = new()
    {
        [Unit.Year] = "a",
        [Unit.Month] = "month",
        [Unit.Week] = "week",
        [Unit.Day] = "d",
        [Unit.Hour] = "h",
        [Unit.Minute] = "min",
        [Unit.Second] = "s",
        [Unit.Degree] = "°",
        [Unit.DegreeCelsius] = "°C",
        [Unit.Currency] = "currency",
        [Unit.CubicMetre] = "m3",
        [Unit.CorrectedCubicMetre] = "m3 (base conditions)",
        [Unit.CubicMetrePerHour] = "m3/h",
        [Unit.CorrectedCubicMetrePerHour] = "m3/h (base conditions)",
        [Unit.Kilogram] = "kg",
        [Unit.Bar] = "bar",
        [Unit.Joule] = "J",
        [Unit.JoulePerHour] = "J/h",
        [Unit.Watt] = "W",
        [Unit.VoltAmpere] = "VA",
        [Unit.Var] = "var",
        [Unit.WattHour] = "Wh",
        [Unit.VoltAmpereHour] = "VAh",
        [Unit.VarHour] = "varh",
        [Unit.Ampere] = "A",
        [Unit.Volt] = "V",
        [Unit.Hertz] = "Hz",
        [Unit.Kelvin] = "K",
        [Unit.Percent] = "%",
        [Unit.DecibelMilliwatt] = "dBm",
        [Unit.NoUnit] = "",
    };

    /// <summary>The symbol, or the number of the unit in the Blue Book's table.</summary>
    public static string Of(Unit unit) => Symbols.GetValueOrDefault(unit, $"unit {(byte)unit}");
}
