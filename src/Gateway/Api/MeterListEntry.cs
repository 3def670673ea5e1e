using Metering;

namespace Gateway.Api;

/// <summary>A meter of a list.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Key">Its key as entered; null for none.</param>
internal sealed record MeterListEntry(int Line, Meter Meter, string? Key);
