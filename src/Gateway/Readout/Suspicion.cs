using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>A meter that did not answer, as long as it is open whether it or the bus is to blame.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Fault">What was seen.</param>
internal sealed record Suspicion(Meter Meter, ReadoutFault Fault);
