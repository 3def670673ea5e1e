using Cosem;

namespace Metering.Profiles;

/// <summary>A column of a profile beside its clock: a mapped entry of the meter.</summary>
/// <param name="CaptureObject">The object it captures, attribute 2.</param>
/// <param name="ScalerUnit">Of a register: scaler and unit of every value in the column; else null.</param>
/// <param name="IsPushed">Whether reports carry the column (includeInPush).</param>
public sealed record ProfileColumn(CaptureObject CaptureObject, ScalerUnit? ScalerUnit, bool IsPushed);
