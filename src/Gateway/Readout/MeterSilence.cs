using MBus.Master;

namespace Gateway.Readout;

/// <summary>A meter's failures in a row: a snapshot.</summary>
/// <param name="Failures">How many readouts in a row failed, whatever the fault.</param>
/// <param name="Silences">How many in a row brought no frame at all; those within half a minute count as one.</param>
/// <param name="Fault">The last fault.</param>
/// <param name="Since">When the first of them failed, UTC.</param>
/// <param name="CountedAt">When the last silence was counted, as the time the worker has run.</param>
/// <param name="NextTry">When a meter in quarantine is tried again, as the time the worker has run.</param>
internal sealed record MeterSilence(int Failures, int Silences, ReadoutFault Fault, DateTimeOffset Since, TimeSpan CountedAt, TimeSpan NextTry)
{
    /// <summary>Two readouts in a row are twelve requests and no frame: the meter is dead or away, and chance is not to blame.</summary>
    private const int SilencesToQuarantine = 2;

    /// <summary>Whether it is tried by the schedule more and more seldom.</summary>
    public bool IsQuarantined => Silences >= SilencesToQuarantine;

    /// <summary>How many tries it had in quarantine.</summary>
    public int Probes => Silences - SilencesToQuarantine;
}
