using Metering.Push;

namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Push:Reports</c>.</summary>
internal sealed record ReportsOptions
{
    /// <summary>Load profile 1.</summary>
    public ReportOptions LoadProfile1 { get; init; } = new();

    /// <summary>Load profile 2.</summary>
    public ReportOptions LoadProfile2 { get; init; } = new();

    /// <summary>Billing profile.</summary>
    public ReportOptions Billing { get; init; } = new();

    /// <summary>Standard event log.</summary>
    public ReportOptions StandardEventLog { get; init; } = new();

    /// <summary>Fraud detection log.</summary>
    public ReportOptions FraudLog { get; init; } = new();

    /// <summary>On installation.</summary>
    public ReportOptions OnInstallation { get; init; } = new();

    /// <summary>Those of a report.</summary>
    public ReportOptions Of(ReportKind report) => report switch
    {
        ReportKind.LoadProfile1 => LoadProfile1,
        ReportKind.LoadProfile2 => LoadProfile2,
        ReportKind.Billing => Billing,
        ReportKind.StandardEventLog => StandardEventLog,
        ReportKind.FraudLog => FraudLog,
        ReportKind.OnInstallation => OnInstallation,
        _ => throw new ArgumentOutOfRangeException(nameof(report), report, "There is no such report."),
    };
}
