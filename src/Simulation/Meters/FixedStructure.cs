namespace Simulation.Meters;

/// <summary>The contents of the fixed data structure (EN 13757-3, CI 73h): medium, units and two BCD counters.</summary>
/// <param name="MediumAndUnits">The two bytes as sent.</param>
/// <param name="First">Counter 1.</param>
/// <param name="Second">Counter 2.</param>
internal sealed record FixedStructure(byte[] MediumAndUnits, Func<MeterLife, long> First, Func<MeterLife, long> Second);
