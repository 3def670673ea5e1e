using Gateway.Access;
using Gateway.Events;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/events</c>: shows the events of all logs, those stored last first, and clears a log, which nobody can over DLMS.</summary>
internal static class EventEndpoints
{
    /// <summary>Maps the resource.</summary>
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", ListAsync);
        api.MapDelete("/events", ClearAsync).For(Role.Administrator).Tells("event log cleared");
    }

    /// <summary>A page; <see cref="EventQuery.Read"/>.</summary>
    private static async Task<EventPage> ListAsync(HttpRequest request, IEventStore store, EventLog events, IMeterStore meters, TimeProvider time)
    {
        var (filter, most) = EventQuery.Read(request.Query, meters, store);
        await events.SettleAsync();

        // one more tells whether there are others
        var found = store.Latest(filter, most + 1);
        var page = found.Take(most).Select(entry => EventResource.Of(entry, meters)).ToList();
        return new EventPage(page, found.Count > most ? page[^1].Number : null, time.GetUtcNow());
    }

    /// <summary>One log; <see cref="EventQuery.ReadLog"/>.</summary>
    private static async Task<IResult> ClearAsync(HttpRequest request, IEventStore store, EventLog events, IMeterStore meters)
    {
        var log = EventQuery.ReadLog(request.Query, meters, store);
        request.HttpContext.Tell("", "", on: $"{(log.Meter.IsGateway ? EventQuery.Gateway : $"meters/{log.Meter}")}, {log.Kind}");
        await events.ClearAsync(log, Actor.Of(request.HttpContext).ToString());
        return Results.NoContent();
    }
}
