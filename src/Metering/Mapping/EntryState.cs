using Cosem;

namespace Metering.Mapping;

/// <summary>What is remembered of an entry that was found.</summary>
/// <param name="Finest">The scaler that the register has had to take so far; null when the mapping's has done.</param>
/// <param name="Last">Scaler and unit of the register's last value; null when they are the mapping's, or that scaler.</param>
public readonly record struct EntryState(sbyte? Finest, ScalerUnit? Last);
