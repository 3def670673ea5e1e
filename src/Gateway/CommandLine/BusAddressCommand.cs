using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Configuration;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>bus address BUS METER ADDRESS</c>: gives a primary address to a meter that is not installed yet.</summary>
internal static class BusAddressCommand
{
    private static readonly BusArgument Bus = new();

    private static readonly Argument<string> Meter = new("METER")
    {
        Description = "The meter by its primary address, 0 for a new one that is alone at it, or by its secondary address, 16 hexadecimal digits.",
    };

    private static readonly Argument<string> Address = new("ADDRESS") { Description = "Its new primary address, 0-250." };

    public static Command Create()
    {
        var command = new Command("address", "Gives a primary address to a meter that is not installed yet; meter address is for those that are.") { ServiceVerb.Json };
        Bus.AddTo(command);
        command.Add(Meter);
        command.Add(Address);
        command.SetAction(SetAsync);
        return command;
    }

    private static async Task<int> SetAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = CommonOptions.Settings(parsed);
        var address = MeterOrderCommand.AddressOf(parsed.GetRequiredValue(Address));
        var target = MeterOnBus.TryParse(parsed.GetRequiredValue(Meter), out var meter) && meter.Target is { } one
            ? one
            : throw new RefusedException($"'{parsed.GetRequiredValue(Meter)}' is not the address of one meter; give {MeterOnBus.AllowedForOne}.");
        var result = Bus.Name(parsed, options) is { } name
            ? await AskAsync(parsed, options, name, meter, address, cancellationToken)
            : await TellAsync(parsed, options, target, new MeterOrder { Address = new PrimaryAddress((byte)address) }, cancellationToken);
        return MeterOrderCommand.Print($"Meter {meter}", result, parsed.GetValue(ServiceVerb.Json));
    }

    /// <summary>The service knows which meters are stored.</summary>
    private static async Task<CommandResource> AskAsync(ParseResult parsed, GatewayOptions options, string bus, MeterOnBus meter, int address, CancellationToken cancellationToken)
    {
        await using var client = await Bus.ConnectAsync(parsed, options, cancellationToken);
        var body = new JsonObject { ["meter"] = meter.ToString(), ["primaryAddress"] = address, ["atBaudRate"] = Bus.BaudRate(parsed) };
        return await client.SendAsync<CommandResource>(HttpMethod.Post, $"{BusCommand.PathOf(bus)}/commands", body, cancellationToken);
    }

    private static async Task<CommandResource> TellAsync(ParseResult parsed, GatewayOptions options, MeterTarget target, MeterOrder order, CancellationToken cancellationToken)
    {
        await using var converter = await Bus.OpenAsync(parsed, options, cancellationToken);
        try
        {
            var result = await order.RunAsync(new BusMaster(converter, TimeProvider.System), target, default, default, cancellationToken);
            return CommandResource.Of(order, result, target, Bus.Text(parsed));
        }
        catch (LevelConverterException e)
        {
            throw new FailedException(e.Message, e);
        }
    }
}
