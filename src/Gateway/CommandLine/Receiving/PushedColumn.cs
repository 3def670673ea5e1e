using Cosem;

namespace Gateway.CommandLine.Receiving;

/// <summary>A column of a pushed profile.</summary>
/// <param name="Object">What it captures.</param>
/// <param name="ScalerUnit">Of the value of a register; null: the column is none.</param>
internal sealed record PushedColumn(CaptureObject Object, ScalerUnit? ScalerUnit)
{
    private const int Value = 2;

    /// <summary>Whether a column has a scaler and a unit: the value of a register or extended register.</summary>
    public static bool HasScaler(CaptureObject column) =>
        column is { ClassId: ClassId.Register or ClassId.ExtendedRegister, Attribute: Value };
}
