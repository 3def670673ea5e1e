using Gateway.Access;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/buses/{bus}/search</c>: starts, shows, stops the search of a bus, and stores what it has found.</summary>
internal static class SearchEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapSearches(this IEndpointRouteBuilder api)
    {
        api.MapPost("/buses/{bus}/search", StartAsync).For(Role.Installer).Tells("search started");
        api.MapGet("/buses/{bus}/search", (string bus, BusWorkers buses, Searches searches, IMeterStore meters) => ResourceOf(buses.Need(bus), searches, meters));
        api.MapDelete("/buses/{bus}/search", async (string bus, BusWorkers buses, Searches searches) =>
        {
            await searches.StopAsync(buses.Need(bus).Bus);
            return Results.NoContent();
        }).For(Role.Installer).Tells("search stopped");
        api.MapPost("/buses/{bus}/search/meters", StoreAsync).For(Role.Installer).Tells("found meters added");
    }

    private static SearchResource ResourceOf(BusWorker bus, Searches searches, IMeterStore meters) =>
        searches.Progress(bus.Bus) is { } progress ? SearchResource.Of(progress, bus.LineFault, meters) : throw ApiException.NotFound($"Bus {bus.Bus} was never searched.");

    /// <summary><c>{}</c> searches by secondary address at the bus's rate; <c>{"resume":true}</c> goes on with the one that was stopped.</summary>
    private static async Task<IResult> StartAsync(string bus, HttpRequest request, BusWorkers buses, Searches searches, IMeterStore meters)
    {
        var worker = buses.Need(bus);
        var fields = await RequestFields.ReadAsync(request);
        var (resume, options) = (fields.Flag("resume", false) ?? false, Options(fields, worker));
        fields.CheckOthers();
        fields.Refuse();
        return (resume ? searches.Resume(worker.Bus) : searches.Start(worker.Bus, options))
            ? Results.Accepted($"{ApiEndpoints.Root}/buses/{worker.Bus}/search", ResourceOf(worker, searches, meters))
            : throw new ApiException(StatusCodes.Status409Conflict, resume ? $"No search of bus {worker.Bus} was stopped, or one runs." : $"A search of bus {worker.Bus} runs; stop it first.");
    }

    private static SearchOptions Options(RequestFields fields, BusWorker worker)
    {
        var rates = fields.Numbers("baudRates");
        if (rates.Any(rate => !BusTiming.BaudRates.Contains(rate)))
        {
            fields.Wrong("baudRates", $"M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud.", 0);
        }

        var within = fields.Text("within", otherwise: null);
        if (within is not null && !SecondaryAddress.TryParse(within, out _))
        {
            fields.Wrong("within", "give 16 hexadecimal digits with F for what is varied.", 0);
        }

        return new SearchOptions
        {
            BaudRates = rates.Count > 0 ? [.. rates.Distinct()] : [worker.BaudRate],
            ByPrimaryAddress = fields.Flag("byPrimaryAddress", false) ?? false,
            HexadecimalDigits = fields.Flag("hexadecimalDigits", false) ?? false,
            Thorough = fields.Flag("thorough", false) ?? false,
            ExpectedMeters = fields.Number("expectedMeters", otherwise: null, 1, SearchOptions.MostMeters),
            Within = within,
        };
    }

    /// <summary>Nothing, or <c>{}</c>: all that were found; <c>{"meters":{"1449100196150106":"Flat 12"}}</c>: these, with their names.</summary>
    private static async Task<SearchedMeters> StoreAsync(
        string bus, HttpContext context, ChangeGate gate, BusWorkers buses, Searches searches, IReadoutStore readouts, MeterKeys keys, GatewayOptions options, IEventLog events)
    {
        var worker = buses.Need(bus);
        if (worker.Bus == SimulationRule.Bus)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "Invented meters are not stored as real ones.");
        }

        var found = searches.Progress(worker.Bus)?.Found ?? throw ApiException.NotFound($"Bus {worker.Bus} was never searched.");
        var names = await NamesAsync(context, found);
        var chosen = names is null ? found : [.. found.Where(meter => names.ContainsKey(FoundResource.AddressOf(meter)))];
        var stored = await gate.RunAsync(
            () => searches.AddAsync(worker.Bus, chosen, meter => names?.GetValueOrDefault(FoundResource.AddressOf(meter)) ?? ""), context.RequestAborted);
        foreach (var meter in stored.Added)
        {
            events.Report(EventCode.NewMeterInstalled, meter, $"found by a search, installed as logical device {meter.LogicalDeviceAddress} by {Actor.Of(context)}.");
        }

        context.Tell("", stored.Added.Count == 0 ? "" : $"meters {string.Join(", ", stored.Added.Select(meter => meter.Id))}");
        return new SearchedMeters(
            [.. stored.Added.Select(meter => MeterEndpoints.ResourceOf(meter, readouts, buses, keys, options))],
            stored.Known,
            [.. stored.Refused.Select(refused => $"{refused.Meter.Secondary?.ToString() ?? $"primary address {refused.Meter.Primary}"}: {refused.Reason}")]);
    }

    /// <summary>The names of those that are chosen, by their addresses; null: all are.</summary>
    private static async Task<IReadOnlyDictionary<string, string>?> NamesAsync(HttpContext context, IReadOnlyList<FoundOnBus> found)
    {
        if (await RequestFields.ReadIfThereAsync(context.Request) is not { } fields)
        {
            return null;
        }

        var names = fields.TextsByName("meters");
        var addresses = found.Select(FoundResource.AddressOf).ToHashSet(StringComparer.Ordinal);
        foreach (var other in names?.Keys.Where(address => !addresses.Contains(address)) ?? [])
        {
            fields.Wrong("meters", $"no meter {other} was found; give an address as the search shows it.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        return names;
    }
}
