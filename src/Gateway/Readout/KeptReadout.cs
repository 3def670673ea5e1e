using Metering;
using Metering.Decoded;

namespace Gateway.Readout;

/// <summary>A readout that was stored or, in continuous mode, shown; decoded once for all who look at it.</summary>
/// <param name="Meter">The meter as it is entered now.</param>
/// <param name="Readout">The readout.</param>
/// <param name="Before">The readout of the meter that was stored last before it; null: there was none.</param>
/// <param name="IsStored">False in continuous mode.</param>
internal sealed record KeptReadout(Meter Meter, DecodedReadout Readout, MeterReadout? Before, bool IsStored);
