namespace Cosem.InterfaceClasses;

/// <summary>A register's value and scaler_unit from one and the same readout, so that they always belong together.</summary>
/// <param name="Value">The value, or why there is none.</param>
/// <param name="ScalerUnit">Scaler and unit, which are known even when there is no value.</param>
public readonly record struct RegisterValue(AttributeValue Value, ScalerUnit ScalerUnit);
