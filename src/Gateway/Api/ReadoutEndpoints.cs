using System.Globalization;
using Gateway.Access;
using Gateway.Readout;
using Metering;

namespace Gateway.Api;

/// <summary><c>/readouts</c>: has meters read now, shows how far it is, stops it.</summary>
internal static class ReadoutEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapReadouts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/readouts", StartAsync).For(Role.Installer).Produces(StatusCodes.Status429TooManyRequests).Tells("readout started");
        api.MapGet("/readouts/{id}", (string id, ManualReadouts readouts, BusWorkers buses, StoreHealth store) =>
        {
            var (number, readout) = Need(readouts, id);
            return ReadoutResource.Of(number, readout, buses, store);
        });
        api.MapDelete("/readouts/{id}", (string id, ManualReadouts readouts) =>
        {
            Need(readouts, id).Readout.Stop();
            return Results.NoContent();
        }).For(Role.Installer).Tells("readout stopped");
    }

    private static (int Number, ManualReadout Readout) Need(ManualReadouts readouts, string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && readouts.Find(number) is { } readout
            ? (number, readout)
            : throw ApiException.NotFound(
                $"There is no readout with the number {id}: readouts are kept until the service starts anew, and of those that are over the last {ManualReadouts.Most}.");

    /// <summary><c>{"meters":[1,2]}</c>, <c>{"all":true}</c> or <c>{"all":true,"bus":"cellar"}</c>.</summary>
    private static async Task<IResult> StartAsync(HttpRequest request, ManualReadouts readouts, IMeterStore meters, BusWorkers buses, StoreHealth store)
    {
        var fields = await RequestFields.ReadAsync(request);
        var (numbers, all, bus) = (fields.Numbers("meters").Distinct().ToList(), fields.Flag("all", false) ?? false, fields.Text("bus", otherwise: null));
        foreach (var unknown in numbers.Where(number => meters.Find(new MeterId(number)) is null))
        {
            fields.Wrong("meters", $"there is no meter with the number {unknown}.", 0);
        }

        if (all == (numbers.Count > 0))
        {
            fields.Wrong("meters", "give the numbers of meters, or all: true.", 0);
        }

        if (bus is not null && buses.Find(bus) is null)
        {
            fields.Wrong("bus", $"there is no bus {bus}.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        var wanted = all
            ? meters.Meters.Values.Where(meter => meter.Active && (bus is null || meter.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase)))
            : numbers.Select(number => meters.Find(new MeterId(number))).OfType<Meter>();
        request.HttpContext.Tell("", "", on: all ? bus is null ? "all meters" : $"all meters of bus {bus}" : $"meters {string.Join(", ", numbers)}");
        return readouts.Start([.. wanted]) is { } number && readouts.Find(number) is { } readout
            ? Results.Accepted($"{ApiEndpoints.Root}/readouts/{number}", ReadoutResource.Of(number, readout, buses, store))
            : throw new ApiException(StatusCodes.Status429TooManyRequests, $"{ManualReadouts.Most} readouts are going on; wait for one, or stop it.");
    }
}
