namespace Simulation.Meters;

/// <summary>The two counters of the fixed data structure (EN 13757-3, annex C, CI 73h), eight digits BCD each.</summary>
/// <param name="MediumAndUnits">Two bytes: the units in bits 5-0, the medium in bits 7-6 of both.</param>
/// <param name="First">Counter 1.</param>
/// <param name="Second">Counter 2.</param>
internal sealed record FixedCounters(ushort MediumAndUnits, Func<MeterInstant, long> First, Func<MeterInstant, long> Second);
