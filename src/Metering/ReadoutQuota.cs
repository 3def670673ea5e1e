namespace Metering;

/// <summary>How often a battery meter lets itself be read.</summary>
/// <param name="Readouts">At most so many readouts, 1 or more ...</param>
/// <param name="Period">... in any span of this length.</param>
public sealed record ReadoutQuota(int Readouts, TimeSpan Period);
