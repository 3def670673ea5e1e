using Cosem;
using Metering.Events;
using Metering.Profiles;
using Metering.Push;

namespace Gateway.Push;

/// <summary>The logical names that stand in reports.</summary>
internal static class PushObis
{
    public static readonly LogicalName StandardEvent = new(0, 0, 96, 11, 0, 255);
    public static readonly LogicalName FraudEvent = new(0, 0, 96, 11, 1, 255);
    private static readonly LogicalName StandardLog = new(0, 0, 99, 98, 0, 255);
    private static readonly LogicalName FraudLog = new(0, 0, 99, 98, 1, 255);

    /// <summary>The Push setup of a report.</summary>
    public static LogicalName SetupOf(ReportKind report) => new(0, (byte)report, 25, 9, 0, 255);

    /// <summary>The profile of a report, or null when it is none of a profile.</summary>
    public static ProfileKind? ProfileOf(ReportKind report) => report switch
    {
        ReportKind.LoadProfile1 => ProfileKind.LoadProfile1,
        ReportKind.LoadProfile2 => ProfileKind.LoadProfile2,
        ReportKind.Billing => ProfileKind.Billing,
        _ => null,
    };

    /// <summary>An event log.</summary>
    public static LogicalName LogOf(EventLogKind log) => log == EventLogKind.Fraud ? FraudLog : StandardLog;

    /// <summary>The event object of a log: what its events bear.</summary>
    public static LogicalName EventOf(EventLogKind log) => log == EventLogKind.Fraud ? FraudEvent : StandardEvent;
}
