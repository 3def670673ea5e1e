using Cosem;

namespace Metering.Mapping;

/// <summary>An entry with its value from one readout.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="State">Whether there is a value.</param>
/// <param name="Data">The value, or null.</param>
/// <param name="ScalerUnit">Of a register: its scaler and unit, also without a value.</param>
/// <param name="Problem">What a person should know: why a value cannot be served; null when there is nothing.</param>
public sealed record MappedValue(MappingEntry Entry, MappedState State, CosemData? Data, ScalerUnit? ScalerUnit, string? Problem = null);
