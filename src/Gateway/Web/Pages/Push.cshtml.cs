using Cosem.InterfaceClasses;
using Gateway.Api;
using Gateway.Push;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>The reports, and the receivers of those that are on.</summary>
internal sealed class PushModel(PushService push, PushServices services, ReportWords words, ZoneTime time) : PageModel
{
    /// <summary>Words for reports.</summary>
    public ReportWords Words => words;

    /// <summary>The gateway's zone.</summary>
    public string Zone => time.Zone.Id;

    /// <summary>The reports.</summary>
    public IReadOnlyList<ReportResource> Reports { get; private set; } = [];

    /// <summary>The receivers.</summary>
    public IReadOnlyList<ReceiverResource> Receivers { get; private set; } = [];

    /// <summary>Whether nothing was ever set up.</summary>
    public bool IsFirstTime => Reports.All(report => report.Settings.Enabled != true);

    /// <summary>What is known of a report's receiver; null: it has none.</summary>
    public ReceiverState? ReceiverOf(ReportResource report) =>
        PushDestination.TryParse(report.Settings.Receiver?.Address ?? "", out var address) ? push.Workers.StateOf(address with { Host = address.Host.ToLowerInvariant() }) : null;

    /// <summary>Shows them.</summary>
    public void OnGet()
    {
        Reports = [.. PushReports.All.Select(report => ReportResource.Of(report, push, services))];
        var enabled = PushReports.All.Where(report => services.Reports.Of(report).Enabled);
        Receivers = [.. services.Reports.ReceiversOf(enabled).Select(receiver => ReceiverResource.Of(receiver, push.Workers, time.Zone))];
    }
}
