using System.Globalization;
using System.Text;
using Gateway.Access;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Events;
using Metering.Mapping;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api;

/// <summary><c>/mappings</c>: which are in force, what a file would change, uploading and removing.</summary>
internal static class MappingEndpoints
{
    private const string Json = "application/json";

    /// <summary>Maps the resources.</summary>
    public static void MapMappings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/mappings", ListOf);
        api.MapGet("/mappings/template", Template);
        api.MapGet("/mappings/{file}", Download).ShowsTag();
        api.MapPost("/mappings/check", async (HttpRequest request) => MappingCheckResource.Of((await MappingBody.ReadAsync(request)).Check)).For(Role.Installer).TellsNothing();
        api.MapPost("/mappings/preview", PreviewAsync).For(Role.Installer).TellsNothing();
        api.MapPut("/mappings/{file}", PutAsync).For(Role.Installer).ChangesTag().Tells("mapping uploaded");
        api.MapDelete("/mappings/{file}", RemoveAsync).For(Role.Installer).ChangesTag().Tells("mapping removed");
    }

    /// <summary>The mappings in force.</summary>
    public static IEnumerable<MappingResource> ListOf(MappedObjects objects, MappingFiles files, IMeterStore meters, Installation installation)
    {
        var applies = Applies(objects, meters);
        return objects.Catalog.Mappings.Select(mapping => ResourceOf(mapping, files, applies, installation.Zone));
    }

    /// <summary>The entity tag of a mapping's text; null: there is none.</summary>
    public static string? TagOf(MeterMapping? mapping) => mapping is null ? null : EntityTag.Of(mapping.Json);

    private static async Task<MappingPreviewResource> PreviewAsync(HttpRequest request, MappedObjects objects, MappingFiles files, IMeterStore meters) =>
        MappingPreviews.Of((await MappingBody.ReadAsync(request)).Check, objects, files, meters);

    private static async Task<IResult> PutAsync(
        string file, HttpRequest request, MappedObjects objects, MappingFiles files, IMeterStore meters, IEventLog events, Installation installation)
    {
        var (check, content) = await MappingBody.ReadAsync(request);
        var (now, before) = await OrNotKeptAsync(() =>
        {
            var mapping = MappingBody.NeedGood(check, file, objects.Catalog);
            return files.PutAsync(mapping, content, inForce =>
            {
                MappingBody.NeedGood(check, file, objects.Catalog);
                EntityTag.Need(request, TagOf(inForce));
            });
        });
        if (before is null || before.Json != now.Json)
        {
            events.Report(EventCode.MappingChanged, $"{file} was uploaded by {Actor.Of(request.HttpContext)}: {Codes(now)}{(before is null ? "" : $" in the place of {Codes(before)}")}");
        }

        request.HttpContext.Tell(WordsOf(before), WordsOf(now));
        EntityTag.Tell(request.HttpContext, TagOf(now)!);
        var resource = ResourceOf(now, files, Applies(objects, meters), installation.Zone) with { Issues = IssueResource.Of(check) };
        return before is null ? Results.Created($"{ApiEndpoints.Root}/mappings/{file}", resource) : Results.Ok(resource);
    }

    private static async Task<IResult> RemoveAsync(string file, HttpRequest request, MappingFiles files, IEventLog events)
    {
        var (before, now) = await OrNotKeptAsync(() => files.RemoveAsync(file, inForce =>
        {
            if (inForce is null)
            {
                throw NotThere(file);
            }

            EntityTag.Need(request, TagOf(inForce));
            if (files.UploadedAt(inForce) is null)
            {
                throw new ApiException(StatusCodes.Status409Conflict, $"{file} is shipped with the gateway and cannot be removed; upload another one to use in its place.");
            }
        }));
        var instead = now is null ? "no mapping is in force in its place" : $"in its place is {Path.GetFileName(now.File)} with {Codes(now)}";
        events.Report(EventCode.MappingChanged, $"{file} was removed by {Actor.Of(request.HttpContext)}; {instead}");
        request.HttpContext.Tell(WordsOf(before), WordsOf(now));
        return Results.NoContent();
    }

    private static IResult Download(string file, HttpContext context, MappedObjects objects)
    {
        var mapping = objects.Catalog.Named(file) ?? throw NotThere(file);
        return EntityTag.Tell(context, TagOf(mapping)!) ? Results.StatusCode(StatusCodes.Status304NotModified) : File(context, file, mapping.Json);
    }

    /// <summary><c>?meter=5</c>: a file to begin with, made of what the meter sends.</summary>
    private static IResult Template(HttpContext context, MappedObjects objects, IMeterStore meters, LiveReadings readings, MeterKeys keys)
    {
        var fields = new QueryFields(context.Request.Query);
        var id = fields.Text("meter") ?? fields.Missing<string>("meter", "give the number of a meter.");
        fields.Refuse();
        var meter = meters.Need(id!);
        if (readings.Last(meter.Id).Readout is not { } readout || objects.TypeOf(meter) is not { } type)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "The meter was not read yet, so nobody knows what it sends: read it first.");
        }

        var json = MappingTemplate.Of(type, objects.MapperOf(meter), keys.Decode(meter, readout), objects.View);
        return File(context, MappingFile.Check("template", Encoding.UTF8.GetBytes(json)).Mapping?.CanonicalFileName ?? "template.json", json);
    }

    private static IResult File(HttpContext context, string name, string json)
    {
        context.Response.Headers[HeaderNames.ContentDisposition] = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        return Results.Text(json, Json, Encoding.UTF8);
    }

    /// <summary>The numbers of the meters by the mapping that applies to them.</summary>
    private static ILookup<MeterMapping, int> Applies(MappedObjects objects, IMeterStore meters)
    {
        IEqualityComparer<MeterMapping> same = ReferenceEqualityComparer.Instance;
        return meters.Meters.Values.Select(meter => (Mapping: objects.MapperOf(meter)?.Mapping, meter.Id.Value)).Where(pair => pair.Mapping is not null).ToLookup(pair => pair.Mapping!, pair => pair.Value, same);
    }

    private static MappingResource ResourceOf(MeterMapping mapping, MappingFiles files, ILookup<MeterMapping, int> applies, TimeZoneInfo zone)
    {
        var uploaded = files.UploadedAt(mapping);
        return new(
            mapping.CanonicalFileName,
            mapping.Type,
            mapping.Manufacturer,
            mapping.Version,
            mapping.Entries.Length,
            [.. applies[mapping]],
            uploaded is not null,
            uploaded is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null,
            TagOf(mapping)!);
    }

    private static string Codes(MeterMapping mapping) => string.Create(CultureInfo.InvariantCulture, $"{mapping.Entries.Length} OBIS codes");

    private static string WordsOf(MeterMapping? mapping) => mapping is null ? "" : $"{Codes(mapping)}, {TagOf(mapping)}";

    private static ApiException NotThere(string file) => ApiException.NotFound($"No mapping {file} is in force.");

    /// <summary>The disk may be full, or somebody else's.</summary>
    private static async Task<T> OrNotKeptAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ApiException(StatusCodes.Status507InsufficientStorage, $"The folder of mapping files in the data directory cannot be written, and nothing was changed: {e.Message}");
        }
    }
}
