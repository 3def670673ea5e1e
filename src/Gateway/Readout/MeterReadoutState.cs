using MBus.Master;

namespace Gateway.Readout;

/// <summary>How the readout of a meter stands: a snapshot.</summary>
/// <param name="FailuresInARow">How many readouts in a row failed; 0: the last one was good, or none was made.</param>
/// <param name="Fault">The last fault.</param>
/// <param name="FailingSince">When the first of them failed, UTC; null: it does not fail.</param>
/// <param name="IsQuarantined">Whether the schedule tries it seldom.</param>
/// <param name="NextTry">When at the earliest it tries it again, UTC; null: at its next mark.</param>
/// <param name="Hold">Why it may not be read now, and until when; null: it may.</param>
internal sealed record MeterReadoutState(
    int FailuresInARow, ReadoutFault Fault, DateTimeOffset? FailingSince, bool IsQuarantined, DateTimeOffset? NextTry, ReadoutHold? Hold);
