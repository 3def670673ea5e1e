using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Configuration;
using MBus.Application;
using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>read BUS ADDRESS...</c>: reads meters once and explains what they sent; nothing is stored.</summary>
internal static class ReadCommand
{
    private static readonly BusArgument Bus = new();

    private static readonly Argument<string[]> Addresses = new("ADDRESS")
    {
        Description = "Meters by primary address (0-250; 254 for the only one on the bus) or by secondary address (16 hexadecimal digits, F as wildcard).",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a telegram, as decode --json." };
    private static readonly Option<bool> Raw = new("--raw") { Description = "The telegrams in hexadecimal, one a line, as decode reads them." };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = $"Where the meter's AES-128 key stands, {KeyPlace.Digits} hexadecimal digits, for telegrams encrypted in mode 5 or 7: {KeyPlace.Allowed}.",
        HelpName = "FILE|-|env:NAME",
    };

    public static Command Create()
    {
        var command = new Command("read", "Reads meters over a bus by their addresses, once, and stores nothing; meter read reads and stores those that are installed.") { Json, Raw, Key };
        Bus.AddTo(command);
        command.Add(Addresses);
        command.SetAction(ReadAsync);
        return command;
    }

    private static async Task<int> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Json) && parsed.GetValue(Raw))
        {
            throw new RefusedException("Give --json or --raw, not both.");
        }

        var key = parsed.GetValue(Key) is { } place ? Convert.FromHexString(KeyPlace.Read(place, Console.In)) : [];
        var meters = parsed.GetRequiredValue(Addresses).Select(Parse).ToList();
        var options = CommonOptions.Settings(parsed);
        return Bus.Name(parsed, options) is { } name && (name == SimulationRule.Bus || DataDirectory.HeldBy(options.DataDirectory) is not null)
            ? await ReadServedAsync(parsed, options, name, meters, key, cancellationToken)
            : await ReadDirectAsync(parsed, options, meters, key, cancellationToken);
    }

    /// <summary>The running service has the bus: it reads the meter between its own readouts.</summary>
    private static async Task<int> ReadServedAsync(
        ParseResult parsed, GatewayOptions options, string bus, IReadOnlyList<MeterOnBus> meters, byte[] key, CancellationToken cancellationToken)
    {
        await using var client = await Bus.ConnectAsync(parsed, options, cancellationToken);
        var code = ExitCode.Done;
        foreach (var meter in meters)
        {
            var body = new JsonObject { ["meter"] = meter.ToString(), ["atBaudRate"] = Bus.BaudRate(parsed) };
            code = Math.Max(code, Print(parsed, await client.SendAsync<TelegramsResource>(HttpMethod.Post, $"{BusCommand.PathOf(bus)}/telegrams", body, cancellationToken), key, meter));
        }

        return code;
    }

    private static async Task<int> ReadDirectAsync(ParseResult parsed, GatewayOptions options, IReadOnlyList<MeterOnBus> meters, byte[] key, CancellationToken cancellationToken)
    {
        await using var converter = await Bus.OpenAsync(parsed, options, cancellationToken);
        var master = new BusMaster(converter, TimeProvider.System);
        var code = ExitCode.Done;
        try
        {
            foreach (var meter in meters)
            {
                code = Math.Max(code, Print(parsed, TelegramsResource.Of(await meter.ReadAsync(master, cancellationToken)), key, meter));
            }
        }
        catch (LevelConverterException e)
        {
            throw new FailedException(e.Message, e);
        }

        return code;
    }

    private static int Print(ParseResult parsed, TelegramsResource result, byte[] key, MeterOnBus meter)
    {
        foreach (var telegram in result.Telegrams)
        {
            if (parsed.GetValue(Raw))
            {
                Console.WriteLine(Convert.ToHexString(telegram.Span));
            }
            else if (parsed.GetValue(Json))
            {
                Console.WriteLine(DecodeCommand.ToJson(Telegram.Decode(telegram, key)));
            }
            else
            {
                TelegramText.Write(Console.Out, telegram, Telegram.Decode(telegram, key));
            }
        }

        if (result.Fault == ReadoutFault.None)
        {
            return ExitCode.Done;
        }

        Console.Error.WriteLine($"Meter {meter}: {result.Words} ({ShownValue.Count(result.Requests, "request")}, {result.Silent} without an answer, {result.Damaged} damaged).");
        return ExitCode.Failed;
    }

    private static MeterOnBus Parse(string text) =>
        MeterOnBus.TryParse(text, out var meter) ? meter : throw new RefusedException($"'{text}' is no meter address: {MeterOnBus.Allowed}.");
}
