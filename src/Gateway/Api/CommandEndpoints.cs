using System.Globalization;
using Gateway.Access;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Link;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/meters/{id}/commands</c>: sets address, baud rate or clock of a meter, or resets its application layer.</summary>
internal static class CommandEndpoints
{
    /// <summary>Maps the resource.</summary>
    public static void MapCommands(this IEndpointRouteBuilder api) =>
        api.MapPost("/meters/{id}/commands", RunAsync).For(Role.Installer).Produces(StatusCodes.Status502BadGateway).Tells("command sent");

    /// <summary>Refuses what the simulated bus would have forgotten at the next start.</summary>
    /// <exception cref="ApiException">It is that bus.</exception>
    public static void RefuseSimulated(BusWorker bus)
    {
        if (bus.Bus == SimulationRule.Bus)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "Meters of the simulated bus have their addresses and baud rates anew at each start. Try it on a bus of the verb simulate.");
        }
    }

    /// <summary>Refuses the address of another stored meter, which may just be silent; 0 is that of all new meters.</summary>
    /// <exception cref="ApiException">Another meter has it.</exception>
    public static void RefuseTaken(IMeterStore meters, BusWorker bus, PrimaryAddress address, MeterId? meter = null)
    {
        if (address != PrimaryAddress.Unconfigured
            && meters.Meters.Values.FirstOrDefault(other => other.Id != meter && other.ReplacedAt is null && other.PrimaryAddress == address
                && other.Bus.Equals(bus.Bus, StringComparison.OrdinalIgnoreCase)) is { } owner)
        {
            throw new ApiException(StatusCodes.Status409Conflict, $"Address {address} is that of meter {owner.Words()}, even if it is silent now. Give another one.");
        }
    }

    /// <summary>One command; see <see cref="MeterOrder.Read"/>.</summary>
    private static async Task<CommandResource> RunAsync(
        string id, HttpRequest request, IMeterStore meters, BusWorkers buses, MeterKeys keys, Installation installation, IEventLog events)
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
        }

        if (order.Address is { } address)
        {
            RefuseTaken(meters, bus, address, meter.Id);
        }

        var target = TargetOf(meter);
        request.HttpContext.Tell("", MeterOrderWords.Of(order), on: $"meters/{meter.Id}");
        var result = await bus.TalkAsync(
            meter.BaudRate,
            (master, cancellationToken) => order.RunAsync(master, target, StandardTime(installation), keys.Of(meter), cancellationToken),
            request.HttpContext.RequestAborted);
        if (WhereItIsNow(bus, order, result) is { } change)
        {
            await RememberAsync(meters, meter.Id, change, events, request);
        }

        return CommandResource.Of(order, result, target, bus.Bus);
    }

    private static MeterTarget TargetOf(Meter meter) => meter switch
    {
        { Addressing: AddressingMode.Secondary, Identity: { IsComplete: true } identity } => MeterTarget.Of(new MeterSelection(
            identity, meter.FabricationNumber.Length > 0 ? uint.Parse(meter.FabricationNumber, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null)),
        { PrimaryAddress: { } address } => MeterTarget.Of(address),
        _ => throw new ApiException(StatusCodes.Status409Conflict, "This meter has no address to send a command to."),
    };

    /// <summary>What a command has changed of a meter; null: nothing.</summary>
    private static Func<Meter, Meter>? WhereItIsNow(BusWorker bus, MeterOrder order, CommandResult result) =>
        result.BaudRate is { } rate ? meter => meter with { BaudRate = rate == bus.BaudRate ? null : rate }
        : order.Address is { } address && result.Outcome == CommandOutcome.Done ? meter => meter with { PrimaryAddress = address }
        : null;

    /// <summary>The gateway finds the meter where it is now, unless it was removed meanwhile.</summary>
    private static async Task RememberAsync(IMeterStore meters, MeterId id, Func<Meter, Meter> change, IEventLog events, HttpRequest request)
    {
        try
        {
            Meter? before = null;
            var changed = await meters.ChangeAsync(id, now => change(before = now));
            events.ReportChange(before!, changed, request);
        }
        catch (KeyNotFoundException)
        {
            // there is nobody to find any more
        }
    }

    /// <summary>Meters know no summer time of their own: the zone's time without it.</summary>
    private static DateTime StandardTime(Installation installation) => (installation.Time.GetUtcNow() + installation.Zone.BaseUtcOffset).DateTime;
}
