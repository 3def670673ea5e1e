using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Clocks;

namespace Gateway.LogicalDevices;

/// <summary>Sets the gateway's clock and knows for whom, so that its events say so.</summary>
internal sealed class ClockOfAssociation(GatewayClock clock, ICurrentAssociation association) : IClockAdjustment
{
    /// <inheritdoc />
    public TimeSpan MeasuringPeriod => clock.MeasuringPeriod;

    /// <inheritdoc />
    public ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken) =>
        clock.SetAsync(moment, $"client {(ushort)association.Client} at {association.RemoteAddress?.ToString() ?? "an unknown address"}", cancellationToken);
}
