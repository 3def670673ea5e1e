using System.CommandLine;
using System.Globalization;
using Gateway.Readout;
using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>read BUS ADDRESS...</c>: reads meters once and explains what they sent.</summary>
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
    private static readonly Option<string?> Key = DecodeCommand.KeyOption();

    public static Command Create()
    {
        var command = new Command("read", "Reads meters over a bus, once.") { Json, Raw, Key };
        Bus.AddTo(command);
        command.Add(Addresses);
        command.SetAction(ReadAsync);
        return command;
    }

    private static async Task<int> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var key = DecodeCommand.KeyBytes(parsed.GetValue(Key));
        var meters = parsed.GetRequiredValue(Addresses).Select(Parse).ToList();
        await using var converter = Bus.Open(parsed, CommonOptions.Settings(parsed));
        var master = new BusMaster(converter, TimeProvider.System);
        var code = ExitCode.Done;
        try
        {
            foreach (var (primary, secondary) in meters)
            {
                var result = secondary is { } address
                    ? await master.ReadAsync(address, cancellationToken: cancellationToken)
                    : await master.ReadAsync(primary, cancellationToken: cancellationToken);
                Print(parsed, result, key, $"{(secondary is null ? primary : secondary)}");
                code = result.IsComplete ? code : ExitCode.Failed;
            }
        }
        catch (LevelConverterException e)
        {
            throw new FailedException(e.Message, e);
        }

        return code;
    }

    private static void Print(ParseResult parsed, ReadoutResult result, byte[] key, string meter)
    {
        foreach (var telegram in result.Telegrams)
        {
            if (parsed.GetValue(Raw))
            {
                Console.WriteLine(Convert.ToHexString(telegram.Bytes.Span));
            }
            else if (parsed.GetValue(Json))
            {
                Console.WriteLine(DecodeCommand.ToJson(Telegram.Decode(telegram, key)));
            }
            else
            {
                TelegramText.Write(Console.Out, telegram.Bytes, Telegram.Decode(telegram, key));
            }
        }

        if (!result.IsComplete)
        {
            Console.Error.WriteLine($"Meter {meter}: {Words(result)} ({result.Tries.Requests} requests, {result.Tries.Silent} without an answer, {result.Tries.Damaged} damaged).");
        }
    }

    private static string Words(ReadoutResult result) => result is { Fault: ReadoutFault.ApplicationError, ApplicationError: { } error }
        ? $"{result.Fault.Words()}: {((ApplicationErrorCode)error).Word()}"
        : result.Fault.Words();

    private static (PrimaryAddress Primary, SecondaryAddress? Secondary) Parse(string text)
    {
        if (SecondaryAddress.TryParse(text, out var secondary))
        {
            return (PrimaryAddress.Selected, secondary);
        }

        return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var primary) && primary is <= 250 or 254
            ? (new PrimaryAddress(primary), null)
            : throw new RefusedException($"'{text}' is no meter address: 0-250, 254, or 16 hexadecimal digits such as 1449100196150106.");
    }
}
