using System.Globalization;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary><c>/meters/{id}/commands</c>: sets address, baud rate or clock of a meter, or resets its application layer.</summary>
internal static class CommandEndpoints
{
    private static readonly int HighestBaudRate = BusTiming.BaudRates.Max();

    /// <summary>Maps the resource.</summary>
    public static void MapCommands(this IEndpointRouteBuilder api) => api.MapPost("/meters/{id}/commands", RunAsync);

    /// <summary><c>{"primaryAddress":5}</c>, <c>{"baudRate":9600}</c>, <c>{"clock":true}</c> or <c>{"applicationReset":80}</c>: one of them.</summary>
    private static async Task<CommandResource> RunAsync(
        string id, HttpRequest request, IMeterStore meters, BusWorkers buses, MeterKeys keys, Installation installation)
    {
        var meter = meters.Need(id);
        var bus = buses.Find(meter.Bus) ?? throw new ApiException(StatusCodes.Status409Conflict, $"Bus {meter.Bus} of this meter is not configured.");
        var fields = await RequestFields.ReadAsync(request);
        var address = fields.Number("primaryAddress", otherwise: null, 0, 250);
        var baudRate = fields.Number("baudRate", otherwise: null, 1, HighestBaudRate);
        var clock = fields.Flag("clock", false) ?? false;
        var reset = fields.Number("applicationReset", otherwise: null, 0, byte.MaxValue);
        if (baudRate is { } rate && !BusTiming.BaudRates.Contains(rate))
        {
            fields.Wrong("baudRate", $"M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud.", 0);
        }

        if (new[] { address is not null, baudRate is not null, clock, reset is not null }.Count(given => given) != 1)
        {
            fields.Wrong("command", "give one of primaryAddress, baudRate, clock: true, applicationReset.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        var target = TargetOf(meter);
        var result = await UseAsync(
            bus,
            meter,
            (master, cancellationToken) =>
                address is { } primary ? new PrimaryAddressCommand(master).RunAsync(target, new PrimaryAddress((byte)primary), cancellationToken)
                : baudRate is { } wanted ? new BaudRateSwitch(master).RunAsync(target, wanted, cancellationToken)
                : clock ? new ClockCommand(master).RunAsync(target, StandardTime(installation), key: keys.Of(meter), cancellationToken: cancellationToken)
                : new ApplicationResetCommand(master).RunAsync(target, (byte)reset!, cancellationToken),
            request.HttpContext.RequestAborted);
        await RememberAsync(meters, bus, meter, address, result);
        return new CommandResource(result.Outcome, Words(result), result.BaudRate, result.Occupant?.ToString());
    }

    private static MeterTarget TargetOf(Meter meter) => meter switch
    {
        { Addressing: AddressingMode.Secondary, Identity: { IsComplete: true } identity } => MeterTarget.Of(new MeterSelection(
            identity, meter.FabricationNumber.Length > 0 ? uint.Parse(meter.FabricationNumber, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null)),
        { PrimaryAddress: { } address } => MeterTarget.Of(address),
        _ => throw new ApiException(StatusCodes.Status409Conflict, "This meter has no address to send a command to."),
    };

    /// <summary>At the meter's own rate, where it has one.</summary>
    private static async Task<CommandResult> UseAsync(
        BusWorker bus, Meter meter, Func<BusMaster, CancellationToken, Task<CommandResult>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await bus.UseAsync(
                async (master, stop) =>
                {
                    var timing = master.Converter.Timing;
                    master.Converter.Timing = timing with { BaudRate = meter.BaudRate ?? timing.BaudRate };
                    try
                    {
                        return await command(master, stop);
                    }
                    finally
                    {
                        master.Converter.Timing = timing;
                    }
                },
                ReadoutPrecedence.Manual,
                cancellationToken);
        }
        catch (LevelConverterException e)
        {
            throw new ApiException(StatusCodes.Status502BadGateway, e.Message);
        }
    }

    /// <summary>The gateway finds the meter where it is now.</summary>
    private static async Task RememberAsync(IMeterStore meters, BusWorker bus, Meter meter, int? address, CommandResult result)
    {
        if (meters.Find(meter.Id) is not { } now)
        {
            return;
        }

        if (result.BaudRate is { } rate)
        {
            await meters.ChangeAsync(now with { BaudRate = rate == bus.BaudRate ? null : rate });
        }
        else if (address is { } primary && result.Outcome == CommandOutcome.Done)
        {
            await meters.ChangeAsync(now with { PrimaryAddress = new PrimaryAddress((byte)primary) });
        }
    }

    /// <summary>Meters know no summer time of their own: the zone's time without it.</summary>
    private static DateTime StandardTime(Installation installation) => (installation.Time.GetUtcNow() + installation.Zone.BaseUtcOffset).DateTime;

    private static string Words(CommandResult result) => result.Outcome switch
    {
        CommandOutcome.Done => "done, and proven by reading back",
        CommandOutcome.Unproven => "the meter has confirmed; whether it was done its telegram does not show",
        CommandOutcome.NoAnswer => "the meter does not answer. Check address, baud rate and wiring",
        CommandOutcome.Refused => $"the meter refuses: {(result.ApplicationError ?? ApplicationErrorCode.Unspecified).Word()}",
        CommandOutcome.NotFollowed => "the meter answers as before: it did not do it",
        CommandOutcome.AddressTaken => "another meter has that address; nothing was sent",
        _ => "the meter answered before the command and answers no longer. Search for it at all rates",
    };
}
