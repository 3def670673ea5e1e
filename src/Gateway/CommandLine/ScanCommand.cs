using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>scan BUS</c>: finds the meters of a bus, and stores them when asked to.</summary>
internal static class ScanCommand
{
    private static readonly BusArgument Bus = new(severalRates: true);
    private static readonly Option<bool> Primary = new("--primary") { Description = "Search by primary address 0-250 instead of by secondary address." };
    private static readonly Option<bool> Hexadecimal = new("--hex") { Description = "Try identifications with the digits A-E, too." };
    private static readonly Option<bool> Thorough = new("--thorough") { Description = "Spare nothing: look for meters that a louder one hides, or that never confirm. Takes several times as long." };
    private static readonly Option<int?> Expected = new("--expected") { Description = "How many meters there are: with the last one the search ends.", HelpName = "N" };
    private static readonly Option<string?> Within = new("--within") { Description = "Search only secondary addresses like this one, 16 digits, F for any: 1234FFFF2D2CFFFF.", HelpName = "ADDRESS" };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on with the last search of this bus where it was stopped, or show again what it found; it is kept in the data directory.",
    };

    private static readonly Option<bool> Add = new("--add") { Description = "Store the meters that were found, so that the service reads them; BUS must be a configured one." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a meter and line." };

    public static Command Create()
    {
        var command = new Command("scan", "Finds the meters of a bus; a configured bus is searched by the running service, if there is one, between its readouts.")
        {
            Primary, Hexadecimal, Thorough, Expected, Within, Resume, Add, Json,
        };
        Bus.AddTo(command);
        command.SetAction(ScanAsync);
        return command;
    }

    private static async Task<int> ScanAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = CommonOptions.Settings(parsed);
        var wanted = Options(parsed, options);
        var progress = new ScanProgress(Console.Error);
        if (Bus.Name(parsed, options) is { } name)
        {
            return await ScanServedAsync(parsed, options, name, wanted, progress, cancellationToken);
        }

        if (parsed.GetValue(Add))
        {
            throw new RefusedException("--add stores meters for the service, which reads configured buses only: set Gateway:Buses:<name>:Address and scan by that name.");
        }

        await using var converter = await Bus.OpenAsync(parsed, options, cancellationToken);
        await using var store = await ScanStore.OpenIfThereAsync(options);
        using var bus = new DirectBus(Bus.Text(parsed), converter, TimeProvider.System);
        return Print(parsed, await new DirectScan(bus, store?.State, progress).RunAsync(wanted, parsed.GetValue(Resume), cancellationToken));
    }

    private static async Task<int> ScanServedAsync(
        ParseResult parsed, GatewayOptions options, string name, SearchOptions wanted, ScanProgress progress, CancellationToken cancellationToken)
    {
        var isSimulated = name == SimulationRule.Bus;
        if (isSimulated && parsed.GetValue(Add))
        {
            throw new RefusedException("The meters of the simulated bus are invented; they are never stored as real ones.");
        }

        await using var client = await Bus.ConnectAsync(parsed, options, cancellationToken);
        var scan = new ServiceScan(client, name, progress);
        var search = parsed.GetValue(Resume) ? await scan.ResumeAsync(cancellationToken) : await scan.StartAsync(Body(parsed, wanted), cancellationToken);
        var code = Print(parsed, search);
        var words = parsed.GetValue(Json) ? Console.Error : Console.Out;
        if (parsed.GetValue(Add))
        {
            await scan.StoreAsync(words);
        }
        else if (!isSimulated && search.Found.Count > 0)
        {
            await words.WriteLineAsync($"scan {name} --resume --add stores them, so that the service reads them.");
        }

        return code;
    }

    private static int Print(ParseResult parsed, SearchResource search)
    {
        ScanOutput.Print(search.Found, parsed.GetValue(Json));
        return search.Found.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static SearchOptions Options(ParseResult parsed, GatewayOptions options) => parsed.GetValue(Primary) && parsed.GetValue(Within) is not null
        ? throw new RefusedException("--within narrows a search by secondary address; give it or --primary.")
        : new()
        {
            BaudRates = Bus.BaudRates(parsed, options),
            ByPrimaryAddress = parsed.GetValue(Primary),
            HexadecimalDigits = parsed.GetValue(Hexadecimal),
            Thorough = parsed.GetValue(Thorough),
            ExpectedMeters = parsed.GetValue(Expected) is not { } expected || expected is >= 1 and <= SearchOptions.MostMeters
                ? parsed.GetValue(Expected)
                : throw new RefusedException(string.Create(CultureInfo.InvariantCulture, $"--expected is {expected}; give 1 to {SearchOptions.MostMeters}.")),
            Within = parsed.GetValue(Within) is not { } within || SecondaryAddress.TryParse(within, out _)
                ? parsed.GetValue(Within)
                : throw new RefusedException($"--within {within}: a secondary address has 16 hexadecimal digits, F for any, such as 1234FFFFFFFFFFFF."),
        };

    /// <summary>The same as the interface takes it; the rates only where they were given, since the service knows those of its buses.</summary>
    private static JsonObject Body(ParseResult parsed, SearchOptions wanted) => new()
    {
        ["baudRates"] = new JsonArray([.. Bus.GivenBaudRates(parsed).Select(rate => (JsonNode)rate)]),
        ["byPrimaryAddress"] = wanted.ByPrimaryAddress,
        ["hexadecimalDigits"] = wanted.HexadecimalDigits,
        ["thorough"] = wanted.Thorough,
        ["expectedMeters"] = wanted.ExpectedMeters,
        ["within"] = wanted.Within,
    };
}
