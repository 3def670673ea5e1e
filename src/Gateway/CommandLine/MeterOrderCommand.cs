using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api;
using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>meter address</c>, <c>meter baud</c>, <c>meter clock</c> and <c>meter reset</c>: what is changed in the meter itself.</summary>
internal static class MeterOrderCommand
{
    private static readonly Argument<string> Meter = MeterArgument.One();
    private static readonly Argument<string> Address = new("ADDRESS") { Description = "Its new primary address, 0-250." };
    private static readonly Argument<string> Rate = new("BAUD") { Description = $"Its new baud rate: {string.Join(", ", BusTiming.BaudRates)}." };

    private static readonly Argument<string?> Subcode = new("SUBCODE")
    {
        Description = "Which telegrams it is to send, two hexadecimal digits: 00 all, 10 user data, 20 simple billing, 30 enhanced billing, 40 multi-tariff billing, "
            + "50 instantaneous values, 60 load management, 80 installation, 90 test; the second digit is the number of the telegram. Not given: as delivered.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary><c>meter address METER ADDRESS</c>.</summary>
    public static Command SetAddress() => ServiceVerb.Create(
        "address",
        "Gives a meter another primary address, unless another meter has it, and reads it there.",
        [Meter, Address, ServiceVerb.Json],
        (parsed, client, stop) => RunAsync(parsed, client, new JsonObject { ["primaryAddress"] = AddressOf(parsed.GetRequiredValue(Address)) }, stop));

    /// <summary><c>meter baud METER BAUD</c>.</summary>
    public static Command SetBaudRate() => ServiceVerb.Create(
        "baud",
        "Switches a meter to another baud rate and reads it there; one that does not follow is looked for at all rates.",
        [Meter, Rate, ServiceVerb.Json],
        (parsed, client, stop) => RunAsync(parsed, client, new JsonObject { ["baudRate"] = RateOf(parsed.GetRequiredValue(Rate)) }, stop));

    /// <summary><c>meter clock METER</c>.</summary>
    public static Command SetClock() => ServiceVerb.Create(
        "clock",
        "Sets the clock of a meter to the gateway's time without summer time, and compares it.",
        [Meter, ServiceVerb.Json],
        (parsed, client, stop) => RunAsync(parsed, client, new JsonObject { ["clock"] = true }, stop));

    /// <summary><c>meter reset METER [SUBCODE]</c>.</summary>
    public static Command Reset() => ServiceVerb.Create(
        "reset",
        "Resets the application layer of a meter, which chooses the telegrams that it sends.",
        [Meter, Subcode, ServiceVerb.Json],
        (parsed, client, stop) => RunAsync(parsed, client, new JsonObject { ["applicationReset"] = SubcodeOf(parsed.GetValue(Subcode)) }, stop));

    /// <summary>A new primary address as a person gives it.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static int AddressOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var address) && address <= 250
            ? address
            : throw new RefusedException($"'{text}' is no primary address that a meter can have; give 0 to 250.");

    /// <summary>Says what came of it.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(string who, CommandResource result, bool json)
    {
        Console.WriteLine(json ? JsonSerializer.Serialize(result, ApiJson.Options) : $"{who}: {result.Words}.");
        return result.Outcome is CommandOutcome.Done or CommandOutcome.Unproven ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ServiceClient client, JsonObject order, CancellationToken cancellationToken)
    {
        var meter = await MeterArgument.FindAsync(client, parsed.GetRequiredValue(Meter), cancellationToken);
        var result = await client.SendAsync<CommandResource>(HttpMethod.Post, $"{MeterCommand.PathOf(meter)}/commands", order, cancellationToken);
        return Print($"Meter {MeterArgument.Describe(meter)}", result, parsed.GetValue(ServiceVerb.Json));
    }

    private static int RateOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && BusTiming.BaudRates.Contains(rate)
            ? rate
            : throw new RefusedException($"'{text}' is no baud rate; M-Bus knows {string.Join(", ", BusTiming.BaudRates)}.");

    private static int? SubcodeOf(string? text) =>
        text is null ? null
        : text.Length == 2 && byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var subcode) ? subcode
        : throw new RefusedException($"'{text}' is no sub-code; give two hexadecimal digits, such as 00 for all telegrams or 50 for instantaneous values.");
}
