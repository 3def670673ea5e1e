using MBus.Link;

namespace Gateway.Tests.Harness;

/// <summary>A request that a simulated meter heard.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Control">What was asked.</param>
/// <param name="Answer">What the meter answered, before faults spoilt it; empty: nothing.</param>
internal sealed record HeardRequest(DateTimeOffset At, ControlField Control, ReadOnlyMemory<byte> Answer)
{
    /// <summary>Whether data was asked for (REQ_UD2).</summary>
    public bool IsForData => Control.Function == 0xB;
}
