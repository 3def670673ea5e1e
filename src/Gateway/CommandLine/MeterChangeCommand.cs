using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Configuration;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>meter add</c> and <c>meter set</c>.</summary>
internal static class MeterChangeCommand
{
    private static readonly MeterSettingOptions Settings = new();
    private static readonly Argument<string> Meter = MeterArgument.One();
    private static readonly Argument<string> Bus = BusCommand.NameArgument();

    private static readonly Argument<string> Address = new("ADDRESS")
    {
        Description = "The primary address (0-250), or the secondary address (16 hexadecimal digits), by which it is then selected.",
    };

    private static readonly Option<int?> Primary = new("--primary") { Description = "Its primary address, where it is known beside the secondary one.", HelpName = "N" };
    private static readonly Option<string?> Fabrication = new("--fabrication-number") { Description = "Its fabrication number, where two meters have one secondary address.", HelpName = "DIGITS" };

    /// <summary><c>meter add BUS ADDRESS</c>.</summary>
    public static Command Add() =>
        ServiceVerb.Create("add", "Installs a meter.", [Bus, Address, Primary, Fabrication, .. Settings.Symbols, ServiceVerb.Json], AddAsync);

    /// <summary><c>meter set METER</c>.</summary>
    public static Command Set() =>
        ServiceVerb.Create("set", "Changes settings of a meter; what is not given stays as it is.", [Meter, .. Settings.Symbols, ServiceVerb.Json], SetAsync);

    private static async Task<int> AddAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var body = Settings.Read(parsed);
        var address = parsed.GetRequiredValue(Address);
        if (parsed.GetRequiredValue(Bus).Equals(SimulationRule.Bus, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException("The simulated bus has its own meters; meter add installs real ones, on a bus of the settings.");
        }

        body["bus"] = parsed.GetRequiredValue(Bus);
        if (SecondaryAddress.TryParse(address, out var identity))
        {
            body["identity"] = identity.ToString();
            body["primaryAddress"] = parsed.GetValue(Primary);
        }
        else
        {
            body["primaryAddress"] = byte.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out var primary)
                ? primary
                : throw new RefusedException($"'{address}' is no meter address: 0-250, or 16 hexadecimal digits such as 1449100196150106.");
        }

        body["fabricationNumber"] = parsed.GetValue(Fabrication) ?? "";
        Print(parsed, await SendAsync(client, HttpMethod.Post, "meters", body, cancellationToken), "Installed");
        return ExitCode.Done;
    }

    private static async Task<int> SetAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var body = Settings.Read(parsed);
        if (body.Count == 0)
        {
            throw new RefusedException($"Say what to change: {string.Join(", ", Settings.Symbols.Select(option => option.Name))}.");
        }

        var meter = await MeterArgument.FindAsync(client, parsed.GetRequiredValue(Meter), cancellationToken);
        Print(parsed, await SendAsync(client, HttpMethod.Patch, MeterCommand.PathOf(meter), body, cancellationToken), "Changed");
        return ExitCode.Done;
    }

    /// <summary>Who has given options is told of options.</summary>
    private static async Task<MeterResource> SendAsync(ServiceClient client, HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync<MeterResource>(method, path, body, cancellationToken);
        }
        catch (RefusedException e) when (e.Errors.Count > 0)
        {
            throw new RefusedException(string.Join(' ', e.Errors.SelectMany(error => error.Value.Select(message => $"{WordOf(error.Key)}: {message}"))), e);
        }
    }

    private static string WordOf(string field) => field switch
    {
        "bus" => Bus.Name,
        "identity" => Address.Name,
        "primaryAddress" => $"{Address.Name} or {Primary.Name}",
        "fabricationNumber" => Fabrication.Name,
        _ => Settings.OptionOf(field) ?? field,
    };

    private static void Print(ParseResult parsed, MeterResource meter, string done) => Console.WriteLine(parsed.GetValue(ServiceVerb.Json)
        ? JsonSerializer.Serialize(meter, ApiJson.Options)
        : $"{done} meter {MeterArgument.Describe(meter)} as logical device {meter.LogicalDevice}.");
}
