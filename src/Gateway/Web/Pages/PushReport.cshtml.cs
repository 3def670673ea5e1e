using Gateway.Api;
using Gateway.Configuration;
using Gateway.Push;
using Gateway.Readout;
using Metering;
using Metering.Push;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Gateway.Web.Pages;

/// <summary>One report: how it stands, sending it now, changing it, and who has set what.</summary>
internal sealed class PushReportModel(PushService push, PushServices services, ReportWords words, IStringLocalizer<Texts> t) : PageModel
{
    /// <summary>Words for reports.</summary>
    public ReportWords Words => words;

    /// <summary>The report.</summary>
    public ReportResource Report { get; private set; } = null!;

    /// <summary>The state of its settings.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>The form that changes it.</summary>
    public ReportForm Form { get; private set; } = null!;

    /// <summary>How its receiver stands; null: it has none.</summary>
    public ReceiverState? Receiver { get; private set; }

    /// <summary>The settings in force, each with who has set it.</summary>
    public IReadOnlyList<(ReportField Field, string Value, SettingLayer From)> Settings { get; private set; } = [];

    /// <summary>Who sends it: logical device addresses and names.</summary>
    public IReadOnlyList<(ushort Address, MeterId Device, string Name)> Devices { get; private set; } = [];

    /// <summary>Devices with a Push setup of their own, and what differs in it.</summary>
    public IReadOnlyList<(ushort Address, MeterId Device, string Name, IReadOnlyList<(string Name, string Value)> Settings)> Own { get; private set; } = [];

    /// <summary>Receivers there are, to choose from.</summary>
    public IEnumerable<string> Receivers => services.Reports.ReceiversOf(PushReports.All).Select(receiver => receiver.ToString());

    /// <summary>Intervals to choose from.</summary>
    public static IEnumerable<string> Intervals => ReadoutInterval.All.Select(interval => interval.Text);

    /// <summary>Shows it.</summary>
    public IActionResult OnGet(string report)
    {
        if (PushEndpoints.Find(report) is not { } kind)
        {
            return NotFound();
        }

        Report = ReportResource.Of(kind, push, services);
        Tag = PushEndpoints.TagOf(kind, services);
        Form = new ReportForm(kind, services.Reports, Words, t);
        Receiver = services.Reports.Of(kind).Receiver is { } receiver ? push.Workers.StateOf(receiver) : null;
        var values = SettingSources.Values(Report.Settings).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        Settings =
        [
            .. Form.Groups.SelectMany(group => group.Fields)
                .Select(field => (field, Words.ValueOf(field.Name, values.GetValueOrDefault(field.Name)), Report.Sources[field.Name])),
        ];
        Devices = [.. services.Sources.DevicesOf(kind).Select(device => (services.Sources.SapOf(device), device, NameOf(device))).OrderBy(device => device.Item1)];
        Own =
        [
            .. services.Reports.DevicesWithOwn(kind).Where(device => Report.DevicesWithOwn.Contains(services.Sources.SapOf(device))).Select(device => OwnOf(kind, device)),
        ];
        return Page();
    }

    private (ushort Address, MeterId Device, string Name, IReadOnlyList<(string Name, string Value)> Settings) OwnOf(ReportKind report, MeterId device)
    {
        var own = services.Reports.Layers(report, device).LastOrDefault(layer => layer.Layer == SettingLayer.Device).Options ?? new ReportOptions();
        var labels = Settings.ToDictionary(setting => setting.Field.Name, setting => setting.Field.Label, StringComparer.Ordinal);
        var values = SettingSources.Values(own).Select(setting => (labels.GetValueOrDefault(setting.Name, setting.Name), Words.ValueOf(setting.Name, setting.Value)));
        return (services.Sources.SapOf(device), device, NameOf(device), [.. values]);
    }

    private string NameOf(MeterId device) => device.IsGateway ? t["the gateway"] : services.Sources.Meters.Find(device)?.Title() ?? device.ToString();
}
