using System.Globalization;
using System.Text.Json;
using Cosem.InterfaceClasses;
using Gateway.Access;
using Gateway.Configuration;
using Gateway.Push;
using Metering;
using Metering.Events;
using Metering.Push;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api;

/// <summary><c>/push</c>: the reports, their receivers and how they stand; change, reset, send now, test a connection.</summary>
internal static class PushEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapPush(this IEndpointRouteBuilder api)
    {
        api.MapGet("/push", (PushService push, PushServices services) => new PushResource(
            services.MaxPdu,
            [.. PushReports.All.Select(report => ResourceOf(report, push, services))],
            [.. services.Reports.Receivers().Select(receiver => ReceiverResource.Of(receiver, push.Workers))]));
        api.MapGet("/push/reports/{name}", (string name, PushService push, PushServices services) => ResourceOf(Need(name), push, services)).Shows(TagOf);
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
        return EntityTag.Of(JsonSerializer.Serialize(new { Settings = PushReports.Merged(layers), Sources = SettingSources.Of(layers), Devices = services.Reports.DevicesWithOwn(report).Select(device => device.Value).Order() }, ApiJson.Options));
    }

    private static string? TagOf(HttpContext context) =>
        Find(context.Request.RouteValues["name"]?.ToString() ?? "") is { } report ? TagOf(report, context.RequestServices.GetRequiredService<PushServices>()) : null;

    private static ReportKind Need(string name) => Find(name) ?? throw ApiException.NotFound($"There is no report '{name}'; there are {string.Join(", ", PushReports.All)}.");

    private static ReportKind? Find(string name) =>
        Enum.TryParse<ReportKind>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var report) && PushReports.All.Contains(report)
            ? report
            : null;

    private static ReportResource ResourceOf(ReportKind report, PushService push, PushServices services)
    {
        var layers = services.Reports.Layers(report);
        var settings = PushReports.Merged(layers);
        return new ReportResource
        {
            Name = report,
            Settings = settings,
            Sources = SettingSources.Of(layers),
            Next = push.Schedule.NextOf(report),
            IsDue = push.Workers.Queue.Has(report),
            Unsent = settings.Enabled == true ? UnsentOf(report, services) : null,
            DevicesWithOwn = [.. services.Reports.DevicesWithOwn(report).Where(device => device.IsGateway || services.Sources.Meters.Find(device) is not null).Select(services.Sources.SapOf)],
        };
    }

    private static long UnsentOf(ReportKind report, PushServices services) => services.Sources.DevicesOf(report)
        .Sum(device => services.Sources.ContentOf(report, device)?.CountAfter(ReportActivation.CursorOf(services, report, device).Delivered) ?? 0);

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
        request.HttpContext.Tell(WordsOf(before), WordsOf(changed));
        await StoreAsync(() => push.ChangeAsync(report, device: null, stored => ReportFields.Read(fields, stored ?? new ReportOptions())));
        events.Report(EventCode.ParametersChanged, $"the report {report} was changed by {Actor.Of(request.HttpContext)}: {WordsOf(changed)}.");
        return ResourceOf(report, push, services);
    }

    private static async Task<ReportResource> ResetAsync(string name, HttpRequest request, PushService push, PushServices services, IEventLog events)
    {
        var report = Need(name);
        request.HttpContext.Tell(WordsOf(services.Reports.StoredOf(report) ?? new ReportOptions()), WordsOf(new ReportOptions()));
        await StoreAsync(() => push.ChangeAsync(report, device: null, _ => null));
        events.Report(EventCode.ParametersChanged, $"the report {report} was set back to the settings by {Actor.Of(request.HttpContext)}.");
        return ResourceOf(report, push, services);
    }

    private static async Task<ReportResource> ResetDeviceAsync(string name, string device, HttpRequest request, PushService push, PushServices services, IEventLog events)
    {
        var (report, id) = (Need(name), DeviceAt(Address(device), services));
        await StoreAsync(() => push.ChangeAsync(report, id, _ => null));
        events.Report(EventCode.ParametersChanged, $"the Push setup {PushObis.SetupOf(report)} of logical device {device} was set back to the report by {Actor.Of(request.HttpContext)}.");
        return ResourceOf(report, push, services);
    }

    private static async Task<IResult> SendAsync(string name, HttpRequest request, PushService push, PushServices services)
    {
        var report = Need(name);
        var fields = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && request.ContentLength != 0 ? await RequestFields.ReadAsync(request) : null;
        var device = fields?.Number("device", otherwise: null, 1, ushort.MaxValue);
        fields?.CheckOthers();
        fields?.Refuse();
        if (!push.IsRunning)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "The service does not run; only the service sends reports.");
        }

        var isSent = device is { } address ? push.Workers.Fire(report, DeviceAt((ushort)address, services)) : push.Workers.Fire(report, atOnce: true);
        return isSent
            ? Results.Accepted($"/api/v1/push/reports/{report}", ResourceOf(report, push, services))
            : throw new ApiException(StatusCodes.Status409Conflict, $"The report {report} is off, has no receiver, or has no device; push set switches it on and gives it one.");
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

    private static string WordsOf(ReportOptions settings) => string.Join(", ", SettingSources.Words(settings));

    private static ushort Address(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var address) ? address : throw ApiException.NotFound($"There is no logical device {text}.");

    /// <summary>The device with a logical device address.</summary>
    private static MeterId DeviceAt(ushort address, PushServices services) =>
        services.Sources.DeviceAt(address) ?? throw ApiException.NotFound($"There is no logical device {address}.");

    private static async Task StoreAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (PushRefusedException e)
        {
            throw ApiException.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [ReportFields.NameOf(e.Field)] = [e.Fault] });
        }
    }
}
