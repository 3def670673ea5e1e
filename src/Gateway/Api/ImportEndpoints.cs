using System.Globalization;
using Gateway.Access;
using Gateway.Configuration;
using Gateway.Readout;
using Metering;
using Metering.Events;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api;

/// <summary><c>/meters/import</c>: installs a list of meters, all or none; <c>/meters/template.csv</c>: its columns.</summary>
internal static class ImportEndpoints
{
    /// <summary>A list of the most meters with long names.</summary>
    private const int MaximumLength = 256 * 1024;

    /// <summary>Maps the resources.</summary>
    public static void MapImport(this IEndpointRouteBuilder api)
    {
        api.MapGet("/meters/template.csv", (HttpContext context) =>
        {
            context.Response.Headers[HeaderNames.ContentDisposition] = new ContentDispositionHeaderValue("attachment") { FileName = "meters.csv" }.ToString();
            return Results.Text(ExportLine.Csv(MeterListFile.Columns), "text/csv", System.Text.Encoding.UTF8);
        });
        api.MapPost("/meters/import", ImportAsync).For(Role.Installer).Tells("meters added from a list");
    }

    private static async Task<ImportResource> ImportAsync(HttpRequest request, ChangeGate gate, IMeterStore meters, MeterKeys keys, GatewayOptions options, IEventLog events)
    {
        var fields = new QueryFields(request.Query);
        var onlyChecks = fields.Flag("check") ?? false;
        fields.Refuse();
        RequestBody.Need(request, "text/csv", "text/plain");
        var content = await RequestBody.ReadAsync(request, MaximumLength, "A list of meters");
        if (onlyChecks)
        {
            var checkedList = MeterListFile.Read(content.Span, meters.Meters.Values, options);
            request.HttpContext.TellNothing();
            return new(checkedList.Issues.Count == 0, Stored: false, [.. checkedList.Entries.Select(entry => Of(entry, stored: null))], checkedList.Issues);
        }

        var (entries, added) = await gate.RunAsync(() => StoreAsync(content, meters, keys, options), request.HttpContext.RequestAborted);
        foreach (var meter in added)
        {
            events.Report(EventCode.NewMeterInstalled, meter, $"installed from a list as logical device {meter.LogicalDeviceAddress} by {Actor.Of(request.HttpContext)}.");
        }

        request.HttpContext.Tell("", $"meters {string.Join(", ", added.Select(meter => meter.Id))}");
        return new(Good: true, Stored: true, [.. entries.Zip(added, Of)], []);
    }

    private static async Task<(IReadOnlyList<MeterListEntry> Entries, IReadOnlyList<Meter> Added)> StoreAsync(ReadOnlyMemory<byte> content, IMeterStore meters, MeterKeys keys, GatewayOptions options)
    {
        var list = MeterListFile.Read(content.Span, meters.Meters.Values, options);
        if (list.Issues.Count > 0)
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest,
                $"{list.Issues.Count} things are wrong in the list, and no meter was installed. Line {list.Issues[0].Line}, column {list.Issues[0].Column}: {list.Issues[0].Message}",
                list.Issues.GroupBy(issue => string.Create(CultureInfo.InvariantCulture, $"{issue.Line}:{issue.Column}"), StringComparer.Ordinal)
                    .ToDictionary(place => place.Key, place => place.Select(issue => issue.Name.Length == 0 ? issue.Message : $"{issue.Name}: {issue.Message}").ToArray(), StringComparer.Ordinal));
        }

        return (list.Entries, await meters.AddAllAsync(
            [.. list.Entries.Select(entry => entry.Key is { } key ? entry.Meter with { ProtectedKey = keys.Protect(Convert.FromHexString(key)) } : entry.Meter)]));
    }

    private static ImportedMeter Of(MeterListEntry entry, Meter? stored) => new(
        entry.Line, stored?.Id.Value, stored?.LogicalDeviceAddress, entry.Meter.Name, entry.Meter.Bus, entry.Meter.Identity?.ToString(), entry.Meter.PrimaryAddress?.Value, entry.Key is not null);
}
