namespace Metering.Profiles;

/// <summary>A row before it is mapped.</summary>
/// <param name="Mark">The time of the row.</param>
/// <param name="Readout">The reading.</param>
public readonly record struct MarkedReadout(DateTimeOffset Mark, MeterReadout Readout);
