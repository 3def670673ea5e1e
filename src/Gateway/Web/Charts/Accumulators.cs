using Cosem;

namespace Gateway.Web.Charts;

/// <summary>Registers that count: what was used from one row to the next is their difference.</summary>
internal static class Accumulators
{
    private static readonly HashSet<Unit> Units =
        [Unit.CubicMetre, Unit.CorrectedCubicMetre, Unit.Litre, Unit.Kilogram, Unit.Joule, Unit.WattHour, Unit.VoltAmpereHour, Unit.VarHour];

    /// <summary>Whether a register counts, as its unit says.</summary>
    public static bool Has(ScalerUnit? register) => register is { } of && Units.Contains(of.Unit);
}
