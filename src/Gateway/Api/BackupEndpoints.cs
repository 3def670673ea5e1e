using Gateway.Access;
using Gateway.Backups;
using Metering.Events;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api;

/// <summary><c>/backup</c>: the gateway with its keys as one encrypted file; <c>/restore</c>: such a file comes into place, with a new start.</summary>
internal static class BackupEndpoints
{
    /// <summary>Names files of the data directory that are not in the backup, percent-encoded.</summary>
    public const string LeftOutHeader = "Gateway-Left-Out";

    private const string PassphraseField = "passphrase";
    private const string FileField = "file";
    private const string Parts = $"{PassphraseField}, {RequestFields.Password} (one's own, of who is signed in to the page) and {FileField}, in this order";

    /// <summary>Octets of the passphrase as a part of a form: four of each character at most, and the end of the line that a file has.</summary>
    private const int LongestPassphrase = (4 * BackupPassphrase.Longest) + 2;

    /// <summary>Maps the resources. A backup can be longer than any other request, and is bounded by the room on the disk.</summary>
    public static void MapBackups(this IEndpointRouteBuilder api)
    {
        api.MapPost("/backup", MakeAsync).For(Role.Administrator).MayHaveToWait().Tells("backup made");
        api.MapPost("/restore", RestoreAsync).For(Role.Administrator).MayHaveToWait().Tells("backup brought back").WithMetadata(new DisableRequestSizeLimitAttribute());
    }

    private static async Task MakeAsync(HttpContext context, BackupMaker maker, SignIns attempts, IEventLog events)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var text = fields.Text(PassphraseField, otherwise: null);
        var withReadings = fields.Flag("readings", otherwise: true) ?? true;
        var password = fields.OwnPassword(context.User);
        fields.CheckOthers();
        var passphrase = Told(() => BackupPassphrase.Of(text), fields);
        fields.Refuse();
        await attempts.ProveAsync(context, password, RequestFields.Password);
        await using var ready = await OrRefusedAsync(() => maker.PrepareAsync(passphrase!, withReadings, context.RequestAborted));
        var response = context.Response;
        response.ContentType = "application/octet-stream";
        response.Headers[HeaderNames.ContentDisposition] = new ContentDispositionHeaderValue("attachment") { FileName = ready.FileName }.ToString();
        if (ready.LeftOut is { } leftOut)
        {
            response.Headers[LeftOutHeader] = Uri.EscapeDataString(leftOut);
        }

        await ready.WriteAsync(response.Body, context.RequestAborted);
        var words = $"{(withReadings ? "with" : "without")} readings{(ready.LeftOut is { } files ? $"; left out, since no backup can hold them: {files}" : "")}";
        events.Report(EventCode.BackupMade, $"a backup was made by {Actor.Of(context)}, {words}.");
        context.Tell("", words);
    }

    private static async Task<RestoreResource> RestoreAsync(HttpContext context, RestoreStaging staging, SignIns attempts, RestartRequest restart)
    {
        var query = new QueryFields(context.Request.Query);
        var onlyChecks = query.Flag("check") ?? false;
        query.Refuse();
        var (passphrase, password, file) = await PartsOfAsync(context.Request);
        if (onlyChecks)
        {
            context.TellNothing();
            return RestoreResource.Of(await OrRefusedAsync(() => Task.Run(() => RestoreStaging.CheckAsync(file, passphrase, context.RequestAborted))), isStored: false, []);
        }

        // a backup brings users with it, and the keys of head-ends
        await attempts.ProveAsync(context, password, RequestFields.Password);

        // elsewhere than where requests arrive: it waits for the processor and for the disk
        var staged = await OrRefusedAsync(() => Task.Run(() => staging.RunAsync(file, passphrase, Actor.Of(context), context.RequestAborted)));
        context.Tell("", $"the backup of {staged.Manifest.LogicalDeviceName}, made at {staged.Manifest.MadeAt:yyyy-MM-dd HH:mm:ss'Z'}");
        restart.AskAfter(context);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return RestoreResource.Of(staged.Manifest, isStored: true, staged.Notes);
    }

    /// <summary>The parts of a form in this order, since the file is read as it comes: passphrase, the password of who has signed in, file.</summary>
    private static async Task<(BackupPassphrase Passphrase, string Password, Stream File)> PartsOfAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data" || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"Send a form (multipart/form-data) with {Parts}.");
        }

        try
        {
            var parts = new MultipartReader(boundary, request.Body);
            var text = await TextAsync(Need(await NextAsync(parts, request), PassphraseField), request);
            var passphrase = await OrRefusedAsync(() => Task.FromResult(BackupPassphrase.Of(text)));
            var next = await NextAsync(parts, request);
            var password = "";
            if (next.Name == RequestFields.Password)
            {
                password = await TextAsync(next.Content, request);
                next = await NextAsync(parts, request);
            }

            return (passphrase, password, Need(next, FileField));
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}");
        }
    }

    /// <summary>A text without the end of its line: who sends a file sends that too.</summary>
    private static string LineOf(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    private static async Task<(string? Name, Stream Content)> NextAsync(MultipartReader parts, HttpRequest request) =>
        await parts.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } part ? (part.GetContentDispositionHeader()?.Name.Value?.Trim('"'), part.Body) : (null, Stream.Null);

    private static Stream Need((string? Name, Stream Content) part, string name) => part.Name == name ? part.Content
        : throw ApiException.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [$"is missing: the form has {Parts}."] });

    private static async Task<string> TextAsync(Stream part, HttpRequest request)
    {
        var octets = new byte[LongestPassphrase + 1];
        var length = await part.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return LineOf(System.Text.Encoding.UTF8.GetString(octets, 0, length));
    }

    private static BackupPassphrase? Told(Func<BackupPassphrase> make, RequestFields fields)
    {
        try
        {
            return make();
        }
        catch (BackupException e)
        {
            return fields.Wrong<BackupPassphrase?>(PassphraseField, e.Message, null);
        }
    }

    private static async Task<T> OrRefusedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (BackupException e)
        {
            throw new ApiException(e.IsConflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, e.Message);
        }
    }
}
