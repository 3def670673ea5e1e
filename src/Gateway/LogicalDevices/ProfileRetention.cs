using Metering;

namespace Gateway.LogicalDevices;

/// <summary>How far back the profiles of a meter show rows.</summary>
/// <param name="KeptSince">From when on; it never goes back. Readings are kept for a day longer.</param>
/// <param name="Of">For how long.</param>
internal sealed record ProfileRetention(Func<Meter, DateTimeOffset> KeptSince, Func<Meter, TimeSpan> Of);
