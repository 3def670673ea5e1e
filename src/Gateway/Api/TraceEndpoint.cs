using System.Text.Json;
using Gateway.Readout;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gateway.Api;

/// <summary><c>/buses/{bus}/trace</c>: what goes over the line, one JSON object a line, until the client leaves.</summary>
internal static class TraceEndpoint
{
    private static readonly byte[] EndOfLine = "\n"u8.ToArray();

    /// <summary>Maps the resource.</summary>
    public static void MapTrace(this IEndpointRouteBuilder api) => api.MapGet("/buses/{bus}/trace", TraceAsync).Produces(StatusCodes.Status429TooManyRequests);

    private static async Task TraceAsync(string bus, BusWorkers buses, HttpContext context, IHostApplicationLifetime lifetime)
    {
        var line = buses.Need(bus).Statistics.Line;
        using var follower = line.HasMostFollowers
            ? throw new ApiException(StatusCodes.Status429TooManyRequests, $"So many follow bus {bus} that nobody else can; end one of the traces.")
            : line.Follow();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);

        // who reads slowly loses entries and is told; he is not cut off
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = "application/jsonl";
        await context.Response.StartAsync(end.Token);
        await context.Response.Body.FlushAsync(end.Token);
        try
        {
            await foreach (var entry in follower.Entries.ReadAllAsync(end.Token))
            {
                await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(entry, ApiJson.Options), end.Token);
                await context.Response.Body.WriteAsync(EndOfLine, end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // the client has left, or the service stops
        }
    }
}
