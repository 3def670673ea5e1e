using Cosem;
using Metering.Profiles;
using Metering.Push;

namespace Gateway.Push;

/// <summary>The logical names that stand in reports.</summary>
internal static class PushObis
{
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
}
