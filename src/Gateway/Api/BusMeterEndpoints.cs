using Gateway.Access;
using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Link;
using Metering;

namespace Gateway.Api;

/// <summary><c>/buses/{bus}/telegrams</c> and <c>/buses/{bus}/commands</c>: a meter by its address, stored or not, is read once or gets a primary address.</summary>
internal static class BusMeterEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapBusMeters(this IEndpointRouteBuilder api)
    {
        api.MapPost("/buses/{bus}/telegrams", ReadAsync).For(Role.Installer).Produces(StatusCodes.Status502BadGateway).Tells("meter read by its address");
        api.MapPost("/buses/{bus}/commands", SetAddressAsync).For(Role.Installer).Produces(StatusCodes.Status502BadGateway).Tells("command sent");
    }

    /// <summary><c>{"meter":"1449100196150106"}</c> or <c>{"meter":"5","atBaudRate":300}</c>: nothing is stored.</summary>
    private static async Task<TelegramsResource> ReadAsync(string bus, HttpRequest request, BusWorkers buses, IMeterStore meters)
    {
        var worker = buses.Need(bus);
        var fields = await RequestFields.ReadAsync(request);
        var (meter, baudRate) = (MeterOf(fields, MeterOnBus.Allowed), BaudRateOf(fields));
        fields.CheckOthers();
        fields.Refuse();

        // what is read here is stored nowhere, so its limits would not know of it
        if (Stored(meters, worker, meter!) is { Readout: { Quota: not null } or { MinimumInterval: not null } } limited)
        {
            throw new ApiException(StatusCodes.Status409Conflict, $"Meter {limited.Words()} grants few readouts: meter read {limited.LogicalDeviceAddress} reads, counts and stores one.");
        }

        request.HttpContext.Tell("", $"meter {meter}", on: $"buses/{worker.Bus}");
        return TelegramsResource.Of(await worker.TalkAsync(baudRate, meter!.ReadAsync, request.HttpContext.RequestAborted));
    }

    /// <summary><c>{"meter":"0","primaryAddress":5}</c>: a meter that is not stored yet.</summary>
    private static async Task<CommandResource> SetAddressAsync(string bus, HttpRequest request, BusWorkers buses, IMeterStore meters)
    {
        var worker = buses.Need(bus);
        var fields = await RequestFields.ReadAsync(request);
        var (meter, baudRate) = (MeterOf(fields, MeterOnBus.AllowedForOne), BaudRateOf(fields));
        var address = MeterOrder.AddressOf(fields) ?? fields.Wrong("primaryAddress", "give a whole number from 0 to 250.", default(PrimaryAddress));
        if (meter is { Target: null })
        {
            fields.Wrong("meter", $"'{meter}' may be several meters; give {MeterOnBus.AllowedForOne}.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        CommandEndpoints.RefuseSimulated(worker);
        if (Stored(meters, worker, meter!) is { } stored)
        {
            throw new ApiException(StatusCodes.Status409Conflict, $"That is meter {stored.Words()}: meter address {stored.LogicalDeviceAddress} {address} sets its address and keeps it.");
        }

        CommandEndpoints.RefuseTaken(meters, worker, address);
        var order = new MeterOrder { Address = address };
        request.HttpContext.Tell("", $"meter {meter}: {MeterOrderWords.Of(order)}", on: $"buses/{worker.Bus}");
        var result = await worker.TalkAsync(
            baudRate, (master, cancellationToken) => order.RunAsync(master, meter!.Target!, default, default, cancellationToken), request.HttpContext.RequestAborted);
        return CommandResource.Of(order, result, meter!.Target!, worker.Bus);
    }

    private static Meter? Stored(IMeterStore meters, BusWorker bus, MeterOnBus meter) => meters.Meters.Values.FirstOrDefault(
        known => known.ReplacedAt is null && known.Bus.Equals(bus.Bus, StringComparison.OrdinalIgnoreCase) && meter.Is(known));

    private static MeterOnBus? MeterOf(RequestFields fields, string allowed) =>
        MeterOnBus.TryParse(fields.Text("meter", otherwise: null), out var meter) ? meter : fields.Wrong<MeterOnBus?>("meter", $"give {allowed}.", null);

    private static int? BaudRateOf(RequestFields fields)
    {
        var rate = fields.Number("atBaudRate", otherwise: null, 1, int.MaxValue);
        return rate is null || BusTiming.BaudRates.Contains(rate.Value) ? rate : fields.Wrong<int?>("atBaudRate", $"M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud.", null);
    }
}
