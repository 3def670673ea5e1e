using Metering;
using Simulation.Script;

namespace Gateway.Tests.Harness;

/// <summary>
/// What the script of a day explains: which readouts may be missed, and which meters may be told to fail. What it does not explain is the
/// worker's fault. Damaged, late and doubled answers, other masters and confirmations that stay out explain nothing.
/// </summary>
internal sealed class Explanation(BusDay day)
{
    /// <summary>A silent bus or a lost line is tried at least once a minute, and what was missed is read then: so late it can be.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(6);

    /// <summary>A cycle's beginning and its readouts fall into one interval; a meter's probe may miss two more.</summary>
    private static readonly TimeSpan ProbeMisses = 2 * BusDay.Interval;

    /// <summary>
    /// A meter that is slow is known for it after its first readout, up to this; a simulated one that is slower answers several requests at
    /// the same time, which no real one does, and may never be understood.
    /// </summary>
    private static readonly TimeSpan Learnt = TimeSpan.FromSeconds(1);

    /// <summary>Whether a meter may have missed the readout that is due at a mark.</summary>
    public bool MayMiss(Meter meter, int cycle)
    {
        var (from, until) = (cycle * BusDay.Interval, (cycle + 1) * BusDay.Interval);
        return day.Script.Faults.Any(fault => Reach(fault, meter) is { } reach && reach.From < until && reach.Until > from);
    }

    /// <summary>How many times at most a meter may begin to fail.</summary>
    public int Failures(Meter meter) => day.Script.Faults.Count(fault => Reach(fault, meter) is not null);

    /// <summary>From when until when a fault can cost a meter its readouts; null: it cannot.</summary>
    private static (TimeSpan From, TimeSpan Until)? Reach(ScriptedFault fault, Meter meter)
    {
        var until = fault.Until ?? TimeSpan.MaxValue;
        var isOwn = fault.Meter == meter.Id.Value;
        return fault.Kind switch
        {
            FaultKind.CutOff or FaultKind.Collide or FaultKind.Unrequested => (fault.From, Later(until, Recovery)),
            FaultKind.Silence when isOwn => (fault.From, Later(until, until - fault.From + ProbeMisses)), // found again by a probe
            FaultKind.Late when isOwn => (fault.From, fault.Delay > Learnt ? until : fault.From + BusDay.Interval),
            FaultKind.Busy when isOwn => (fault.From, until),
            FaultKind.Quota when isOwn => (fault.From, TimeSpan.MaxValue),
            FaultKind.Swap when isOwn => (fault.From, TimeSpan.MaxValue),
            FaultKind.Readdress when meter.Addressing == AddressingMode.Primary && (isOwn || fault.Address == meter.PrimaryAddress?.Value) => (fault.From, TimeSpan.MaxValue),
            _ => null,
        };
    }

    private static TimeSpan Later(TimeSpan time, TimeSpan by) => time < TimeSpan.MaxValue - by ? time + by : TimeSpan.MaxValue;
}
