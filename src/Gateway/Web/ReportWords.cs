using System.Globalization;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Push;
using Metering.Push;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>Reports, their settings and how they stand, as a person says it.</summary>
internal sealed class ReportWords(IStringLocalizer<Texts> t, ZoneTime time)
{
    /// <summary>When reports are sent.</summary>
    public ScheduleWords Schedules { get; } = new(t);

    /// <summary>The zone of all times.</summary>
    public string Zone => time.Zone.Id;

    /// <summary>What a report is called.</summary>
    public string NameOf(ReportKind report) => report switch
    {
        ReportKind.LoadProfile1 => t["Load profile 1"],
        ReportKind.LoadProfile2 => t["Load profile 2"],
        ReportKind.Billing => t["Billing profile"],
        ReportKind.StandardEventLog => t["Standard event log"],
        ReportKind.FraudLog => t["Fraud log"],
        ReportKind.OnInstallation => t["On installation"],
        _ => report.ToString(),
    };

    /// <summary>What a report says.</summary>
    public string WhatOf(ReportKind report) => report switch
    {
        ReportKind.LoadProfile1 => t["Values of every meter, row by row: by default of every readout."],
        ReportKind.LoadProfile2 => t["Values of every meter, row by row: by default one row a day."],
        ReportKind.Billing => t["Values of every meter for billing: by default one row a month."],
        ReportKind.StandardEventLog => t["What happened at the gateway and at its meters: power, faults, changes."],
        ReportKind.FraudLog => t["What may be fraud: failed sign-ins, changed keys, a meter that was swapped."],
        ReportKind.OnInstallation => t["That meters were added or removed, so that a head-end reads the list anew."],
        _ => "",
    };

    /// <summary>How a report stands: a class of the style sheet for the colour, and words.</summary>
    public (string Class, string Text) StateOf(ReportResource report, ReceiverState? receiver) => report switch
    {
        { Settings.Enabled: not true } => ("off", t["off"]),
        { Settings.Receiver.Address: not { Length: > 0 }, DevicesWithOwn: [] } => ("warning", t["nobody receives it"]),
        _ when receiver?.FailingSince is not null => ("bad", t["cannot be delivered"]),
        { IsDue: true } => ("good", t["being sent"]),
        _ => ("good", t["on"]),
    };

    /// <summary>How a receiver stands.</summary>
    public (string Class, string Text) StateOf(ReceiverState receiver) =>
        receiver.FailingSince is not null ? ("bad", t["not reached since {0}", time.Full(receiver.FailingSince.Value)])
        : receiver.LastDelivered is not null ? ("good", t["takes reports"])
        : ("off", t["nothing sent since the start"]);

    /// <summary>When a report is sent next.</summary>
    public string NextOf(ReportResource report) => report.IsDue ? t["due now"]
        : report.Next is { } next ? time.Full(next)
        : report.Settings.Enabled == true && report.Settings.Schedule is null ? t["when the list of meters has changed"]
        : t["never"];

    /// <summary>Who has set something.</summary>
    public string LayerOf(SettingLayer layer) => layer switch
    {
        SettingLayer.Default => t["by default"],
        SettingLayer.Settings => t["settings file"],
        SettingLayer.Report => t["this page"],
        _ => t["a head-end, over DLMS"],
    };

    /// <summary>A protection.</summary>
    public string SecurityOf(string? name) => name switch
    {
        "authenticated" => t["authenticated"],
        "authenticated-encrypted" => t["authenticated and encrypted"],
        _ => t["not protected"],
    };

    /// <summary>A value of a setting.</summary>
    /// <param name="name">The setting's name, as the interface has it.</param>
    /// <param name="value">Its value; null: none.</param>
    public string ValueOf(string name, string? value) => (name, value) switch
    {
        ("receiver.address", null or "" or "none") => t["nobody"],
        ("receiver.serverSap", null) => t["the device's own address"],
        ("communicationWindow", null or "always") => t["always"],
        ("schedule", _) => value is null ? Schedules.Of(null) : $"{value}: {Schedules.Of(value)}",
        ("enabled", _) => value == "true" ? t["yes"] : t["no"],
        ("receiver.security", _) => SecurityOf(value),
        ("valuePeriod", "unsent") => t["all that was not yet delivered"],
        ("valuePeriod", { } rows) => t["the latest {0} rows", rows],
        ("randomisation" or "repetitionDelay", { } text) when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) => DurationText.Shown(time),
        _ => value ?? "—",
    };
}
