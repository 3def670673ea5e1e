using System.Globalization;
using System.Text;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Metering;
using Metering.Profiles;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api;

/// <summary><c>/export/readings</c>: readings as a file, streamed.</summary>
internal static class ExportEndpoints
{
    /// <summary>Lines made at a time: some ten kilobytes, and with telegrams a few hundred.</summary>
    private const int LinesTogether = 250;

    /// <summary>Exports at a time: each keeps the disk busy, and the meters' readings have to be stored meanwhile.</summary>
    private const int MostAtATime = 4;

    /// <summary>Maps the resource.</summary>
    public static void MapExport(this IEndpointRouteBuilder api)
    {
        var free = new SemaphoreSlim(MostAtATime);
        api.MapGet("/export/readings", (HttpContext context, IMeterStore meters, IReadoutStore readouts, IMeterProfiles profiles, Installation installation) =>
            SendAsync(free, context, ExportQuery.Read(context.Request.Query, meters), readouts, profiles, installation)).Produces(StatusCodes.Status429TooManyRequests);
    }

    private static async Task SendAsync(SemaphoreSlim free, HttpContext context, ExportQuery query, IReadoutStore readouts, IMeterProfiles profiles, Installation installation)
    {
        if (!await free.WaitAsync(TimeSpan.Zero))
        {
            throw new ApiException(StatusCodes.Status429TooManyRequests, $"{MostAtATime} exports are under way; ask again when one has ended.");
        }

        try
        {
            using var lines = new ExportLines(query, readouts, profiles, installation.Zone).All().Chunk(LinesTogether).GetEnumerator();
            Task<byte[]?> NextAsync() => Task.Run(() => lines.MoveNext() ? Encoding.UTF8.GetBytes(string.Concat(lines.Current)) : null, context.RequestAborted);

            // as long as nothing is said of a file, a fault can be told
            var bytes = await NextAsync();
            var response = context.Response;
            var name = string.Create(CultureInfo.InvariantCulture, $"readings-{query.Profile}-{installation.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.{(query.IsCsv ? "csv" : "jsonl")}");
            response.ContentType = query.IsCsv ? "text/csv; charset=utf-8; header=present" : "application/jsonl; charset=utf-8";
            response.Headers[HeaderNames.ContentDisposition] = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
            for (; bytes is not null; bytes = await NextAsync())
            {
                await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
            }
        }
        catch (ForgottenReadingException) when (!context.Response.HasStarted)
        {
            throw ProfileReader.Forgotten;
        }
        finally
        {
            free.Release();
        }
    }
}
