using System.Globalization;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary><c>/meters/{id}/commands</c>: sets address, baud rate or clock of a meter, or resets its application layer.</summary>
internal static class CommandEndpoints
{
    /// <summary>Maps the resource.</summary>
    public static void MapCommands(this IEndpointRouteBuilder api) => api.MapPost("/meters/{id}/commands", RunAsync);

    /// <summary>Refuses what the simulated bus would have forgotten at the next start.</summary>
    /// <exception cref="ApiException">It is that bus.</exception>
    public static void RefuseSimulated(BusWorker bus)
    {
        if (bus.Bus == SimulationRule.Bus)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "Meters of the simulated bus have their addresses and baud rates anew at each start. Try it on a bus of the verb simulate.");
        }
    }

    /// <summary>One command; see <see cref="MeterOrder.Read"/>.</summary>
    private static async Task<CommandResource> RunAsync(
        string id, HttpRequest request, IMeterStore meters, BusWorkers buses, MeterKeys keys, Installation installation)
    {
        var meter = meters.Need(id);
        var bus = buses.Find(meter.Bus) ?? throw new ApiException(StatusCodes.Status409Conflict, $"Bus {meter.Bus} of this meter is not configured.");
        var fields = await RequestFields.ReadAsync(request);
        var order = MeterOrder.Read(fields);
        fields.CheckOthers();
        fields.Refuse();
        if (order.Address is not null || order.BaudRate is not null)
        {
            RefuseSimulated(bus);
            Check(fields, meter, order, meters);
        }

        var target = TargetOf(meter);
        var result = await bus.TalkAsync(
            meter.BaudRate,
            (master, cancellationToken) => order.RunAsync(master, target, StandardTime(installation), keys.Of(meter), cancellationToken),
            request.HttpContext.RequestAborted);
        await RememberAsync(meters, bus, meter, order, result);
        return CommandResource.Of(order, result, target, bus.Bus);
    }

    /// <summary>Refuses the address of another stored meter, even of one that is silent now.</summary>
    private static void Check(RequestFields fields, Meter meter, MeterOrder order, IMeterStore meters)
    {
        string[] buses = [meter.Bus];
        var known = MeterCheck.Of(meter, key: null, meters.Meters.Values, buses);
        foreach (var issue in MeterCheck.Of(meter with { PrimaryAddress = order.Address ?? meter.PrimaryAddress }, key: null, meters.Meters.Values, buses).Except(known))
        {
            fields.Wrong(issue.Field, issue.Message, 0);
        }

        fields.Refuse();
    }

    private static MeterTarget TargetOf(Meter meter) => meter switch
    {
        { Addressing: AddressingMode.Secondary, Identity: { IsComplete: true } identity } => MeterTarget.Of(new MeterSelection(
            identity, meter.FabricationNumber.Length > 0 ? uint.Parse(meter.FabricationNumber, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null)),
        { PrimaryAddress: { } address } => MeterTarget.Of(address),
        _ => throw new ApiException(StatusCodes.Status409Conflict, "This meter has no address to send a command to."),
    };

    /// <summary>The gateway finds the meter where it is now.</summary>
    private static async Task RememberAsync(IMeterStore meters, BusWorker bus, Meter meter, MeterOrder order, CommandResult result)
    {
        if (meters.Find(meter.Id) is not { } now)
        {
            return;
        }

        if (result.BaudRate is { } rate)
        {
            await meters.ChangeAsync(now with { BaudRate = rate == bus.BaudRate ? null : rate });
        }
        else if (order.Address is { } address && result.Outcome == CommandOutcome.Done)
        {
            await meters.ChangeAsync(now with { PrimaryAddress = address });
        }
    }

    /// <summary>Meters know no summer time of their own: the zone's time without it.</summary>
    private static DateTime StandardTime(Installation installation) => (installation.Time.GetUtcNow() + installation.Zone.BaseUtcOffset).DateTime;
}
