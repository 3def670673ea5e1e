using Cosem.InterfaceClasses;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>That a device's report is to be sent: an entry of the queue, small whatever there is to send.</summary>
/// <param name="report">The report.</param>
/// <param name="device">The device, number 0 the gateway.</param>
internal sealed class DueReport(ReportKind report, MeterId device)
{
    /// <summary>The report.</summary>
    public ReportKind Report => report;

    /// <summary>The device, number 0 the gateway.</summary>
    public MeterId Device => device;

    /// <summary>In whose line it stands.</summary>
    public required PushDestination Receiver { get; set; }

    /// <summary>When sending may begin, by how long the queue has been there.</summary>
    public TimeSpan StartAt { get; set; }

    /// <summary>The readout that it waits for; null: none.</summary>
    public AwaitedReadout? Awaited { get; set; }

    /// <summary>How often sending has failed since the report became due.</summary>
    public int Failures { get; set; }

    /// <summary>Of the latest rows: those up to this position are delivered.</summary>
    public long AfterPosition { get; set; } = long.MinValue;

    /// <summary>Whether a communication window was closed when it could have begun.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether it was given a random start once already after a window had opened; a window that is too short for that holds it up only once.</summary>
    public bool IsSpread { get; set; }

    /// <summary>Whether it is being sent now.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether it became due again while it was being sent.</summary>
    public bool IsDueAgain { get; set; }
}
