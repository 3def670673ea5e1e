using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Push;
using Metering.Push;

namespace Gateway.CommandLine;

/// <summary><c>push</c>: the reports that are pushed, and their receivers.</summary>
internal static class PushCommand
{
    private static readonly ReportSettingOptions Settings = new();
    private static readonly Argument<string> Report = new("REPORT") { Description = $"A report: {string.Join(", ", PushReports.All)}." };
    private static readonly Argument<string> Receiver = new("RECEIVER") { Description = "host:port; an IPv6 address in brackets." };
    private static readonly Option<int?> Device = new("--device") { Description = "Only this logical device, by its address; 1 is the gateway.", HelpName = "N" };

    public static Command Create() => new("push", "Shows and changes reports, sends them now, tests connections; docs/push.md explains them.")
    {
        ServiceVerb.Create("list", "Lists the reports and their receivers.", [ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("show", "Shows the settings of a report, and where each comes from.", [Report, ServiceVerb.Json], ShowAsync),
        ServiceVerb.Create("set", "Changes settings of a report; what is not given stays as it is, and default as a value takes a setting back.", [Report, .. Settings.Symbols, ServiceVerb.Json], SetAsync),
        ServiceVerb.Create("reset", "Takes back what was changed of a report, or of its Push setup in a device.", [Report, Device, ServiceVerb.Json], ResetAsync),
        ServiceVerb.Create("send", "Sends a report now.", [Report, Device], SendAsync),
        ServiceVerb.Create("test", "Connects to a receiver and sends nothing; exit code 1 says why it cannot.", [Receiver], TestAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var push = await client.GetAsync<PushResource>("push", cancellationToken);
        if (parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(push, ApiJson.Options));
            return ExitCode.Done;
        }

        var reports = new Table("report", "on", "schedule", "period", "receiver", "next", "unsent");
        foreach (var report in push.Reports)
        {
            reports.Add(
                report.Name.ToString(),
                report.Settings.Enabled == true ? "yes" : "no",
                report.Settings.Schedule,
                report.Settings.ValuePeriod,
                report.Settings.Receiver?.Address is { Length: > 0 } address ? address : null,
                report.IsDue ? "now" : report.Next is { } next ? ShownTime(next) : null,
                report.Unsent?.ToString("N0", CultureInfo.InvariantCulture));
        }

        reports.Write(Console.Out);
        if (push.Receivers.Count > 0)
        {
            Console.WriteLine();
            Write(push.Receivers);
        }

        Console.WriteLine();
        Console.WriteLine($"Times of {push.TimeZone}, the gateway's zone.");
        return ExitCode.Done;
    }

    private static void Write(IReadOnlyList<ReceiverResource> receivers)
    {
        var table = new Table("receiver", "waiting", "delivered since start", "last", "failing since", "next try", "why");
        foreach (var receiver in receivers)
        {
            table.Add(
                receiver.Address,
                receiver.Waiting.ToString(CultureInfo.InvariantCulture),
                ShownValue.Count(receiver.State.Rows, "row"),
                receiver.State.LastDelivered is { } last ? ShownTime(last) : null,
                receiver.State.FailingSince is { } since ? ShownTime(since) : null,
                receiver.State.NextAttempt is { } next ? ShownTime(next) : null,
                receiver.State.Fault);
        }

        table.WithoutEmpty("failing since").WithoutEmpty("next try").WithoutEmpty("why").Write(Console.Out);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        Print(parsed, await client.GetAsync<ReportResource>(PathOf(parsed), cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<int> SetAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var body = Settings.Read(parsed);
        if (body.Count == 0)
        {
            throw new RefusedException($"Say what to change: {string.Join(", ", Settings.Symbols.Select(option => option.Name))}.");
        }

        try
        {
            Print(parsed, await client.SendAsync<ReportResource>(HttpMethod.Patch, PathOf(parsed), body, cancellationToken));
            return ExitCode.Done;
        }
        catch (RefusedException e) when (e.Errors.Count > 0)
        {
            throw new RefusedException(string.Join(' ', e.Errors.SelectMany(error => error.Value.Select(message => $"{Settings.OptionOf(error.Key) ?? error.Key} {message}"))), e);
        }
    }

    private static async Task<int> ResetAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var path = PathOf(parsed) + (parsed.GetValue(Device) is { } device ? string.Create(CultureInfo.InvariantCulture, $"/devices/{device}") : "");
        Print(parsed, await client.SendAsync<ReportResource>(HttpMethod.Delete, path, body: null, cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<int> SendAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var body = parsed.GetValue(Device) is { } device ? new JsonObject { ["device"] = device } : null;
        var report = await client.SendAsync<ReportResource>(HttpMethod.Post, $"{PathOf(parsed)}/send", body, cancellationToken);
        Console.WriteLine($"{report.Name} is being sent; push list shows what becomes of it.");
        return ExitCode.Done;
    }

    private static async Task<int> TestAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var test = await client.SendAsync<ConnectionTestResource>(HttpMethod.Post, "push/test", new JsonObject { ["receiver"] = parsed.GetRequiredValue(Receiver) }, cancellationToken);
        if (test.Fault is { } fault)
        {
            throw new FailedException(fault);
        }

        Console.WriteLine($"{test.Receiver} takes connections.");
        return ExitCode.Done;
    }

    private static string PathOf(ParseResult parsed) => $"push/reports/{Uri.EscapeDataString(parsed.GetRequiredValue(Report))}";

    private static void Print(ParseResult parsed, ReportResource report)
    {
        if (parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(report, ApiJson.Options));
            return;
        }

        Console.WriteLine(report.Name);
        var table = new Table("setting", "value", "from");
        foreach (var (name, value) in SettingSources.Values(report.Settings))
        {
            table.Add(name, value, report.Sources.TryGetValue(name, out var layer) ? WordsOf(layer) : null);
        }

        table.Write(Console.Out);
        Console.WriteLine($"Security in force: {report.Security}.");
        if (report.Unsent is { } unsent)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Not yet delivered: {unsent:N0}. Next: {NextOf(report)}."));
        }

        if (report.DevicesWithOwn.Count > 0)
        {
            Console.WriteLine($"With a Push setup of their own: logical devices {string.Join(", ", report.DevicesWithOwn)}.");
        }
    }

    private static string WordsOf(SettingLayer layer) => layer switch
    {
        SettingLayer.Default => "default",
        SettingLayer.Settings => "settings",
        SettingLayer.Report => "push set",
        _ => "Push setup",
    };

    private static string NextOf(ReportResource report) => report.IsDue ? "now"
        : report.Next is { } next ? $"{ShownTime(next)} ({report.TimeZone})"
        : report.Name == ReportKind.OnInstallation ? "when there is news"
        : "never";

    /// <summary>A time of the gateway's zone, as it comes.</summary>
    private static string ShownTime(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
