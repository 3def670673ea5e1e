namespace Cosem.InterfaceClasses;

/// <summary>An extended register's attributes from one and the same readout, so that they always belong together.</summary>
/// <param name="Value">The value, or why there is none.</param>
/// <param name="ScalerUnit">Scaler and unit, which are known even when there is no value.</param>
/// <param name="Status">The status of the value, of whatever type the meter has it in, or why there is none.</param>
/// <param name="CaptureTime">When the value was captured.</param>
public readonly record struct ExtendedRegisterValue(AttributeValue Value, ScalerUnit ScalerUnit, AttributeValue Status, CosemDateTime CaptureTime);
