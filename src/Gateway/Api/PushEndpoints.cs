using System.Globalization;
using System.Text.Json;
using Cosem.InterfaceClasses;
using Gateway.Access;
using Gateway.Configuration;
using Gateway.Push;
using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Api;

/// <summary><c>/push</c>: the reports, their receivers and how they stand; change, reset, send now, test a connection.</summary>
internal static class PushEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapPush(this IEndpointRouteBuilder api)
    {
        api.MapGet("/push", (PushService push, PushServices services) => new PushResource(
            services.MaxPdu,
            services.Sources.Zone.Id,
            [.. PushReports.All.Select(report => ReportResource.Of(report, push, services))],
            [
                .. services.Reports.ReceiversOf(PushReports.All.Where(report => services.Reports.Of(report).Enabled))
                    .Select(receiver => ReceiverResource.Of(receiver, push.Workers, services.Sources.Zone)),
            ]));
        api.MapGet("/push/reports/{name}", (string name, PushService push, PushServices services) => ReportResource.Of(Need(name), push, services)).Shows(TagOf);
        api.MapGet("/push/schedule", (HttpRequest request, PushServices services) => ScheduleResource.Of(new QueryFields(request.Query), services));
        api.MapPatch("/push/reports/{name}", ChangeAsync).For(Role.Administrator).Changes(TagOf).Tells("report changed");
        api.MapDelete("/push/reports/{name}", ResetAsync).For(Role.Administrator).Changes(TagOf).Tells("report set back");
        api.MapDelete("/push/reports/{name}/devices/{device}", ResetDeviceAsync).For(Role.Administrator).Changes(TagOf).Tells("report of a device set back");
        api.MapPost("/push/reports/{name}/send", SendAsync).For(Role.Installer).Tells("report sent");
        api.MapPost("/push/test", TestAsync).For(Role.Installer).Tells("connection to a receiver tested");
    }

    /// <summary>The entity tag of the settings of a report, all layers together; when it is due is no part of it.</summary>
    public static string TagOf(ReportKind report, PushServices services)
    {
        var layers = services.Reports.Layers(report);
        var devices = services.Reports.DevicesWithOwn(report).Select(device => device.Value).Order();
        return EntityTag.Of(JsonSerializer.Serialize(new { Settings = PushReports.Merged(layers), Sources = SettingSources.Of(layers), Devices = devices }, ApiJson.Options));
    }

    private static string? TagOf(HttpContext context) =>
        Find(context.Request.RouteValues["name"]?.ToString() ?? "") is { } report ? TagOf(report, context.RequestServices.GetRequiredService<PushServices>()) : null;

    private static ReportKind Need(string name) => Find(name) ?? throw ApiException.NotFound($"There is no report '{name}'; there are {string.Join(", ", PushReports.All)}.");

    /// <summary>The report of a name, in any case and with dashes or without; null: there is none.</summary>
    public static ReportKind? Find(string name) =>
        Enum.TryParse<ReportKind>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var report) && PushReports.All.Contains(report)
            ? report
            : null;

    private static async Task<ReportResource> ChangeAsync(string name, HttpRequest request, PushService push, PushServices services, IEventLog events)
    {
        var report = Need(name);
        var fields = await RequestFields.ReadAsync(request);
        var before = services.Reports.StoredOf(report) ?? new ReportOptions();
        var changed = ReportFields.Read(fields, before);
        fields.CheckOthers();
        foreach (var (field, message) in ReportCheck.Faults(changed, report))
        {
            fields.Wrong(ReportFields.NameOf(field), message, 0);
        }

        fields.Refuse();
        var changes = await StoreAsync(push, report, device: null, stored => ReportFields.Read(fields, stored));
        if (changes.Count > 0)
        {
            events.Report(EventCode.ParametersChanged, $"the report {report} was changed by {Actor.Of(request.HttpContext)}: {string.Join(", ", changes)}.");
        }

        request.HttpContext.Tell(WordsOf(before), StoredWords(report, services));
        return ReportResource.Of(report, push, services);
    }

    private static async Task<ReportResource> ResetAsync(string name, HttpRequest request, PushService push, PushServices services, IEventLog events)
    {
        var report = Need(name);
        var before = StoredWords(report, services);
        if ((await StoreAsync(push, report, device: null, _ => null)).Count > 0)
        {
            events.Report(EventCode.ParametersChanged, $"the report {report} was set back to the settings by {Actor.Of(request.HttpContext)}.");
        }

        request.HttpContext.Tell(before, StoredWords(report, services));
        return ReportResource.Of(report, push, services);
    }

    private static async Task<ReportResource> ResetDeviceAsync(string name, string device, HttpRequest request, PushService push, PushServices services, IEventLog events)
    {
        var (report, id) = (Need(name), DeviceAt(Address(device), services));
        var changes = await StoreAsync(push, report, id, _ => null);
        request.HttpContext.Tell("", string.Join(", ", changes));
        if (changes.Count > 0)
        {
            events.Report(EventCode.ParametersChanged, $"the Push setup {PushObis.SetupOf(report)} of logical device {device} was set back to the report by {Actor.Of(request.HttpContext)}.");
        }

        return ReportResource.Of(report, push, services);
    }

    private static async Task<IResult> SendAsync(string name, HttpRequest request, PushService push, PushServices services)
    {
        var report = Need(name);
        var fields = await RequestFields.ReadIfThereAsync(request);
        var device = fields?.Number("device", otherwise: null, 1, ushort.MaxValue);
        fields?.CheckOthers();
        fields?.Refuse();
        if (!push.IsRunning)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "The service does not run; only the service sends reports.");
        }

        var id = device is { } address ? DeviceAt((ushort)address, services) : (MeterId?)null;
        var isSent = id is { } one ? push.Workers.Fire(report, one) : push.Workers.Fire(report, atOnce: true);
        return isSent
            ? Results.Accepted($"{ApiEndpoints.Root}/push/reports/{report}", ReportResource.Of(report, push, services))
            : throw new ApiException(StatusCodes.Status409Conflict, WhyNot(report, id, services));
    }

    /// <summary>Why a report is sent to nobody.</summary>
    private static string WhyNot(ReportKind report, MeterId? device, PushServices services)
    {
        if (device is { } id && services.Sources.ContentOf(report, id) is null)
        {
            var address = services.Sources.SapOf(id);
            return id.IsGateway ? $"Logical device {address} is the gateway and has no {report}: that is a report of meters."
                : PushReports.IsOfMeters(report) ? $"Logical device {address} is a meter of the simulated bus; nothing of these is sent."
                : $"Logical device {address} is a meter and has no {report}: that is a report of the gateway, logical device 1.";
        }

        return !services.Reports.Of(report).Enabled ? $"The report {report} is off: set enabled to true first."
            : !services.Sources.DevicesOf(report).Any() ? $"There is no meter of which {report} could be sent."
            : $"The report {report} has no receiver: set one first, as HOST:PORT.";
    }

    private static async Task<ConnectionTestResource> TestAsync(HttpRequest request, PushServices services)
    {
        var fields = await RequestFields.ReadAsync(request);
        var text = fields.Text("receiver", otherwise: null) ?? "";
        if (!PushDestination.TryParse(text, out var receiver))
        {
            fields.Wrong("receiver", "give host:port such as head-end.example:4059, an IPv6 address in brackets.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        request.HttpContext.Tell("", "", on: receiver!.ToString());
        return new(receiver.ToString(), await services.Transport.SendAsync(receiver.Host, receiver.Port, [], request.HttpContext.RequestAborted));
    }

    private static string StoredWords(ReportKind report, PushServices services) => WordsOf(services.Reports.StoredOf(report) ?? new ReportOptions());

    private static string WordsOf(ReportOptions settings) =>
        string.Join(", ", SettingSources.Values(settings).Select(setting => $"{setting.Name} {setting.Value}").DefaultIfEmpty("nothing of its own"));

    private static ushort Address(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var address) ? address : throw ApiException.NotFound($"There is no logical device {text}.");

    /// <summary>The device with a logical device address.</summary>
    private static MeterId DeviceAt(ushort address, PushServices services) =>
        services.Sources.DeviceAt(address) ?? throw ApiException.NotFound($"There is no logical device {address}.");

    /// <summary>Stores a change, and tells in which settings something differs now.</summary>
    private static async Task<IReadOnlyList<string>> StoreAsync(PushService push, ReportKind report, MeterId? device, Func<ReportOptions, ReportOptions?> change)
    {
        IReadOnlyList<string> changes = [];
        try
        {
            await push.ChangeAsync(report, device, stored =>
            {
                var before = stored ?? new ReportOptions();
                var after = change(before);
                changes = [.. SettingSources.Changes(before, after ?? new ReportOptions())];
                return after;
            });
            return changes;
        }
        catch (PushRefusedException e)
        {
            throw ApiException.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [ReportFields.NameOf(e.Field)] = [e.Fault] });
        }
    }
}
