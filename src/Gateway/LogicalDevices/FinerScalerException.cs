using Cosem;

namespace Gateway.LogicalDevices;

/// <summary>
/// A kept reading is finer than the scaler that a profile began with, so its value would be wrong in the column. The finer scaler is remembered: the
/// same question asked again is answered with it.
/// </summary>
internal sealed class FinerScalerException(LogicalName column) : Exception($"The register {column} has a finer scaler now; read it and the profile again.")
{
    /// <summary>The register.</summary>
    public LogicalName Column { get; } = column;
}
