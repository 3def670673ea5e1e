namespace MBus.Application;

/// <summary>One row of a VIF table: what a value is, in which unit, and by which power of ten it is scaled.</summary>
/// <param name="Quantity">The word for the quantity, <c>volume-flow</c>.</param>
/// <param name="Unit">The base unit, <c>m3/h</c>; empty when there is none.</param>
/// <param name="Exponent">The power of ten that makes a number of the record one of the unit.</param>
/// <param name="Kind">What the VIF says about the data beside quantity and unit.</param>
public sealed record VifEntry(string Quantity, string Unit, int Exponent, VifKind Kind);
