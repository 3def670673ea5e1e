using Gateway.Access;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/meters</c>: list, install, show, change, remove.</summary>
internal static class MeterEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapMeters(this IEndpointRouteBuilder api)
    {
        api.MapGet("/meters", (HttpContext context, IMeterStore meters, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options) => MeterListQuery.Read(context.Request.Query)
            .Page([.. meters.Meters.Values.Select(meter => EnteredOf(meter, readouts, keys, options))], context)
            .Select(meter => WithFigures(meter, buses, withExchanges: false)));
        api.MapGet("/meters/{id}", (string id, IMeterStore meters, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options) =>
            ResourceOf(meters.Need(id), readouts, buses, keys, options)).Shows(TagOf);
        api.MapPost("/meters", AddAsync).For(Role.Installer).Tells("meter added");
        api.MapPatch("/meters/{id}", ChangeAsync).For(Role.Installer).Changes(TagOf).Tells("meter changed");
        api.MapDelete("/meters/{id}", RemoveAsync).For(Role.Installer).Changes(TagOf).Tells("meter removed");
    }

    /// <summary>The meter with a number.</summary>
    /// <exception cref="ApiException">There is no such meter.</exception>
    public static Meter Need(this IMeterStore meters, string id) =>
        int.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && meters.Find(new MeterId(number)) is { } meter
            ? meter
            : throw ApiException.NotFound($"There is no meter with the number {id}.");

    /// <summary>The entity tag of what can be changed of a meter; what it was read last is no part of it.</summary>
    public static string TagOf(Meter meter) => EntityTag.Of(meter.ToString());

    private static string? TagOf(HttpContext context) =>
        int.TryParse(context.Request.RouteValues["id"]?.ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && context.RequestServices.GetRequiredService<IMeterStore>().Find(new MeterId(number)) is { } meter ? TagOf(meter) : null;

    /// <summary>The meter as it is shown.</summary>
    public static MeterResource ResourceOf(Meter meter, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options) =>
        WithFigures(EnteredOf(meter, readouts, keys, options), buses, withExchanges: true);

    private static MeterResource WithFigures(MeterResource meter, BusWorkers buses, bool withExchanges)
    {
        var (bus, id) = (buses.Find(meter.Bus), new MeterId(meter.Id));
        var figures = bus?.Statistics.FiguresOf(id, withExchanges);
        return meter with { LastFault = figures?.LastFault ?? ReadoutFault.None, Standing = bus?.StateOf(id), Statistics = figures };
    }

    /// <summary>A meter as it was entered and read last, without what its bus knows of it.</summary>
    private static MeterResource EnteredOf(Meter meter, IReadoutStore readouts, MeterKeys keys, GatewayOptions options)
    {
        var last = readouts.Last(meter.Id);
        var (interval, source) = ReadoutIntervals.InForce(meter, options);
        return new MeterResource
        {
            Id = meter.Id.Value,
            LogicalDevice = meter.LogicalDeviceAddress,
            Name = meter.Name,
            Bus = meter.Bus,
            Addressing = meter.Addressing,
            PrimaryAddress = meter.PrimaryAddress?.Value,
            Identity = meter.Identity?.ToString(),
            Manufacturer = meter.Identity?.Manufacturer.ToString(),
            Medium = meter.Identity?.Medium.Name,
            FabricationNumber = meter.FabricationNumber,
            BaudRate = meter.BaudRate,
            HasKey = meter.ProtectedKey.Length > 0,
            Group = meter.Group,
            Readout = meter.Readout,
            Interval = interval.Text,
            IntervalSource = source,
            Active = meter.Active,
            ReplacedAt = meter.ReplacedAt,
            Simulated = meter.Simulated,
            State = keys.StateOf(meter, last),
            Status = keys.StatusOf(meter, last),
            LastReadAt = last.Readout?.ReadAt,
            FailedAt = last.FailedAt,
        };
    }

    private static async Task<IResult> AddAsync(
        HttpRequest request, ChangeGate gate, IMeterStore meters, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options, IEventLog events)
    {
        var fields = await RequestFields.ReadAsync(request);
        var (meter, key) = MeterFields.ReadNew(fields);
        var added = await gate.RunAsync(
            () =>
            {
                Check(fields, before: null, meter, key, meters, options);
                return meters.AddAsync(WithKey(meter, key, keys));
            },
            request.HttpContext.RequestAborted);
        events.Report(EventCode.NewMeterInstalled, added, $"installed as logical device {added.LogicalDeviceAddress} by {Actor.Of(request.HttpContext)}.");
        request.HttpContext.Tell("", added.Words(), on: $"meters/{added.Id}");
        return Results.Created($"{ApiEndpoints.Root}/meters/{added.Id}", ResourceOf(added, readouts, buses, keys, options));
    }

    private static async Task<MeterResource> ChangeAsync(
        string id, HttpRequest request, IMeterStore meters, IReadoutStore readouts, BusWorkers buses, MeterKeys keys, GatewayOptions options, IEventLog events)
    {
        var meter = meters.Need(id);
        var fields = await RequestFields.ReadAsync(request);
        var stored = await StoreAsync(fields, meters, meter.Id, now =>
        {
            EntityTag.Need(request, TagOf(now));
            meter = now;
            var (changed, key) = MeterFields.ReadChange(fields, now);
            CheckIdentity(fields, now, changed, readouts);
            Check(fields, now, changed, key, meters, options);
            return WithKey(changed, key, keys);
        });
        if (!stored.Bus.Equals(meter.Bus, StringComparison.OrdinalIgnoreCase))
        {
            buses.Find(meter.Bus)?.Statistics.Forget(meter.Id);
        }

        events.ReportChange(meter, stored, request);
        request.HttpContext.Tell(MeterChanges.Before(meter, stored), MeterChanges.After(meter, stored));
        return ResourceOf(stored, readouts, buses, keys, options);
    }

    /// <summary>Reports what was changed of a meter and by whom, if anything was.</summary>
    public static void ReportChange(this IEventLog events, Meter before, Meter after, HttpRequest request)
    {
        if (MeterChanges.Words(before, after) is { Length: > 0 } changes)
        {
            events.Report(EventCode.ParametersChanged, after, $"was changed by {Actor.Of(request.HttpContext)}: {changes}.");
        }
    }

    private static async Task<IResult> RemoveAsync(string id, HttpRequest request, IMeterStore meters, BusWorkers buses, IEventLog events)
    {
        var meter = meters.Need(id);
        await OrGoneAsync(id, async () =>
        {
            await meters.RemoveAsync(meter.Id);
            return meter;
        });
        buses.Find(meter.Bus)?.Statistics.Forget(meter.Id);
        request.HttpContext.Tell(meter.Words(), "");
        events.Report(EventCode.MeterRemoved, meter, $"removed by {Actor.Of(request.HttpContext)}; its readings and logical device {meter.LogicalDeviceAddress} stay its own.");
        return Results.NoContent();
    }

    /// <summary>Readings are those of the meter that sent them: a number that was mistyped can be mended until it has answered.</summary>
    private static void CheckIdentity(RequestFields fields, Meter before, Meter after, IReadoutStore readouts)
    {
        const string Message = "the readings that are there are those of the meter as it is; install the other one as a new meter, and give it this logical device address.";
        if (readouts.Last(before.Id).Readout is null)
        {
            return;
        }

        if (before.Identity is not null && before.Identity != after.Identity)
        {
            fields.Wrong("identity", Message, 0);
        }

        if (before.FabricationNumber.Length > 0 && before.FabricationNumber != after.FabricationNumber)
        {
            fields.Wrong("fabricationNumber", Message, 0);
        }
    }

    /// <summary>Stores a change of a meter as it is at that moment: a readout may have learnt who it is since the request came.</summary>
    private static async Task<Meter> StoreAsync(RequestFields fields, IMeterStore meters, MeterId id, Func<Meter, Meter> change)
    {
        try
        {
            return await OrGoneAsync($"{id}", () => meters.ChangeAsync(id, change));
        }
        catch (StoreException e) when (e.Fault == StoreFault.AddressInUse)
        {
            fields.Wrong("logicalDevice", "cannot be given: a meter in place has it, or no meter can have it.", 0);
            fields.Refuse();
            throw;
        }
    }

    /// <summary>Refuses what would be wrong; what was wrong before, such as a bus that is no longer there, holds up no other change.</summary>
    private static void Check(RequestFields fields, Meter? before, Meter meter, string? key, IMeterStore meters, GatewayOptions options)
    {
        fields.CheckOthers();
        fields.Refuse();
        string[] buses = meter.Simulated ? [SimulationRule.Bus] : [.. options.Buses.Keys];
        string[] groups = [.. options.Groups.Keys];
        var known = before is null ? [] : MeterCheck.Of(before, key: null, meters.Meters.Values, buses, groups);
        foreach (var issue in MeterCheck.Of(meter, key, meters.Meters.Values, buses, groups).Except(known))
        {
            fields.Wrong(issue.Field, issue.Message, 0);
        }

        fields.Refuse();
    }

    private static Meter WithKey(Meter meter, string? key, MeterKeys keys) => key switch
    {
        null => meter,
        "" => meter with { ProtectedKey = default },
        _ => meter with { ProtectedKey = keys.Protect(Convert.FromHexString(key)) },
    };

    /// <summary>Somebody else may remove the meter meanwhile.</summary>
    private static async Task<Meter> OrGoneAsync(string id, Func<Task<Meter>> work)
    {
        try
        {
            return await work();
        }
        catch (KeyNotFoundException)
        {
            throw ApiException.NotFound($"There is no meter with the number {id}.");
        }
    }
}
