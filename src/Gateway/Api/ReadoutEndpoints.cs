using Gateway.Readout;
using Metering;

namespace Gateway.Api;

/// <summary><c>/readouts</c>: has meters read now, shows how far it is, stops it.</summary>
internal static class ReadoutEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapReadouts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/readouts", StartAsync);
        api.MapGet("/readouts/{id}", (string id, ReadoutRuns runs) => runs.Need(id).ToResource());
        api.MapDelete("/readouts/{id}", (string id, ReadoutRuns runs) =>
        {
            runs.Need(id).Stop();
            return Results.NoContent();
        });
    }

    /// <summary><c>{"meters":[1,2]}</c>, <c>{"all":true}</c> or <c>{"all":true,"bus":"cellar"}</c>.</summary>
    private static async Task<IResult> StartAsync(HttpRequest request, ReadoutRuns runs, IMeterStore meters, BusWorkers buses)
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
        var run = runs.Start([.. wanted]).ToResource();
        return Results.Accepted($"/api/v1/readouts/{run.Id}", run);
    }
}
