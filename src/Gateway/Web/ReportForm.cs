using System.Globalization;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Gateway.Push;
using Metering.Push;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>
/// The form of a report. A field shows what was set on this page; an empty one leaves the setting to the layer below, and says what that is.
/// </summary>
internal sealed class ReportForm
{
    private readonly IStringLocalizer<Texts> _t;
    private readonly ReportWords _words;
    private readonly Dictionary<string, string> _own;
    private readonly Dictionary<string, string> _below;
    private readonly IReadOnlyDictionary<string, SettingLayer> _from;

    /// <summary>The form of a report as it is now.</summary>
    /// <param name="report">The report.</param>
    /// <param name="reports">All of them.</param>
    /// <param name="words">Words for values.</param>
    /// <param name="t">The words of the page.</param>
    public ReportForm(ReportKind report, PushReports reports, ReportWords words, IStringLocalizer<Texts> t)
    {
        (_t, _words) = (t, words);
        var below = reports.Layers(report).Where(layer => layer.Layer < SettingLayer.Report).ToList();
        _own = SettingSources.Values(reports.StoredOf(report) ?? new ReportOptions()).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        _below = SettingSources.Values(PushReports.Merged(below)).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        _from = SettingSources.Of(below);
        Groups =
        [
            (t["What and when"], [Enabled(), .. report == ReportKind.OnInstallation ? [] : new[] { Schedule(), Period() }]),
            (t["To whom"], [Receiver(), Security(), ClientSap(), ServerSap()]),
            (t["On the way"], [Randomisation(), Retries(), Delay(), Window()]),
        ];
    }

    /// <summary>The fields, group by group.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<ReportField> Fields)> Groups { get; }

    /// <summary>Whether anything is set on this page.</summary>
    public bool HasOwn => _own.Count > 0;

    private ReportField Enabled() => Field("enabled", _t["Send this report"], _t["Switched on, it sends what is stored from then on. Switched off, it forgets how far it was delivered."], "choice") with
    {
        Choices = [("true", _t["yes"]), ("false", _t["no"])],
    };

    private ReportField Schedule() => Field(
        "schedule",
        _t["When"],
        _t["An interval by the wall clock such as 15 min, 1 h or 1 day; or a cron expression of seconds, minutes, hours, day of month, month and day of week: "
            + "0 30 6 * * ? is every day at 06:30, 0 0 6 ? * MON every Monday at 06:00. Time zone {0}.", _words.Zone]) with
    {
        Offers = "intervals",
    };

    private ReportField Period() => Field(
        "valuePeriod",
        _t["How much"],
        _t["unsent: all that was not yet delivered, late values too. Or a number of rows, 1 to {0}: so many of the latest each time, delivered or not.",
            ReportCheck.MaxLatestRows]);

    private ReportField Receiver() => Field(
        "receiver.address", _t["Receiver"], _t["Host and TCP port, such as head-end.example:4059; an IPv6 address in brackets."]) with
    {
        Offers = "receivers",
        MaxLength = 300,
    };

    private ReportField Security() => Field(
        "receiver.security", _t["Least protection"], _t["The gateway's security policy is added to it: what is stronger of both is used."]) with
    {
        Choices =
        [
            ("none", _words.SecurityOf("none")),
            ("authenticated", _words.SecurityOf("authenticated")),
            ("authenticated-encrypted", _words.SecurityOf("authenticated-encrypted")),
        ],
    };

    private ReportField ClientSap() => Number(
        "receiver.clientSap",
        _t["Client address (SAP)"],
        _t["The wrapper's destination, 1 to 65535. 1 is the management client, whose keys protect what is sent."],
        1,
        ushort.MaxValue);

    private ReportField ServerSap() => Number(
        "receiver.serverSap",
        _t["Device address (SAP)"],
        _t["The wrapper's source, 1 to 65535, the same for all. Empty: the logical device whose data it is, so that a receiver can tell meters apart by it."],
        1,
        ushort.MaxValue);

    private ReportField Randomisation() => Field(
        "randomisation", _t["Random start within"], _t["So that many gateways with one schedule do not all come at once: 90 s, 5 min, up to 18 h; 0 s: at once."]) with
    {
        MaxLength = 20,
    };

    private ReportField Retries() => Number(
        "retries",
        _t["Repetitions"],
        _t["How often a failed sending is tried again before the next time, 0 to 255. What was not delivered then is kept and comes with the next."],
        0,
        byte.MaxValue);

    private ReportField Delay() => Field(
        "repetitionDelay", _t["Pause before the first repetition"], _t["60 s, 5 min, at least 1 s and up to 18 h; doubled each time, up to 1 h."]) with
    {
        MaxLength = 20,
    };

    private ReportField Window() => Field(
        "communicationWindow", _t["Only within"], _t["Times of the day such as 22:00-06:00, blanks between several, {0} at most; what is due outside waits for the next.", PushSetup.MaxWindows], "list") with
    {
        MaxLength = 1000,
    };

    private ReportField Number(string name, string label, string hint, int least, int most) => Field(name, label, hint, "number") with { Least = least, Most = most };

    private ReportField Field(string name, string label, string hint, string kind = "text") => new ReportField(
        name,
        label,
        hint,
        _own.GetValueOrDefault(name) is { } own ? AsEntered(name, own) : "",
        _t["If empty: {0} ({1}).", _words.ValueOf(name, _below.GetValueOrDefault(name)), _words.LayerOf(_from[name])],
        kind) with
    {
        Placeholder = _below.GetValueOrDefault(name) is { } below ? AsEntered(name, below) : "",
    };

    /// <summary>As a person would enter what is stored.</summary>
    private static string AsEntered(string name, string value) => name switch
    {
        "randomisation" or "repetitionDelay" => DurationText.Shown(TimeSpan.Parse(value, CultureInfo.InvariantCulture)),
        "receiver.address" when value == "none" => "",
        "communicationWindow" when value == "always" => "",
        _ => value,
    };
}
