using System.CommandLine;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Master;
using Metering;

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
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with the search of this bus that was stopped; it is kept in the data directory." };
    private static readonly Option<bool> Add = new("--add") { Description = "Store the meters that were found, so that the service reads them; BUS must be a configured one." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a meter and line." };

    public static Command Create()
    {
        var command = new Command("scan", "Finds the meters of a bus.") { Primary, Hexadecimal, Thorough, Expected, Within, Resume, Add, Json };
        Bus.AddTo(command);
        command.SetAction(ScanAsync);
        return command;
    }

    private static async Task<int> ScanAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = CommonOptions.Settings(parsed);
        var name = Bus.Name(parsed, options);
        if (parsed.GetValue(Add) && name is null)
        {
            throw new RefusedException("--add stores meters for the service, which reads configured buses only: set Gateway:Buses:<name>:Address and scan by that name.");
        }

        var wanted = SearchRun.Begin(Options(parsed, options));
        await using var converter = Bus.Open(parsed, options);
        await using var store = parsed.GetValue(Add) ? ScanStore.Open(options) : ScanStore.OpenIfThere(options);
        using var bus = new DirectBus(name ?? Bus.Text(parsed), converter, TimeProvider.System);
        var saved = parsed.GetValue(Resume) ? Saved(store, bus.Bus) : wanted;
        var found = await SearchAsync(bus, saved, store?.State, cancellationToken);
        ScanOutput.Print(found, parsed.GetValue(Json));
        if (parsed.GetValue(Add))
        {
            await StoreAsync(store!, name!, options.Buses[name!].BaudRate, found, parsed.GetValue(Json) ? Console.Error : Console.Out);
        }

        return found.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static SearchOptions Options(ParseResult parsed, GatewayOptions options) => new()
    {
        BaudRates = Bus.BaudRates(parsed, options),
        ByPrimaryAddress = parsed.GetValue(Primary),
        HexadecimalDigits = parsed.GetValue(Hexadecimal),
        Thorough = parsed.GetValue(Thorough),
        ExpectedMeters = parsed.GetValue(Expected),
        Within = parsed.GetValue(Within) is not { } within || SecondaryAddress.TryParse(within, out _)
            ? parsed.GetValue(Within)
            : throw new RefusedException($"--within {within}: a secondary address has 16 hexadecimal digits, F for any, such as 1234FFFFFFFFFFFF."),
    };

    private static SavedSearch Saved(ScanStore? store, string bus) =>
        SavedSearch.Read(store?.State.State.GetValueOrDefault(SavedSearch.Name(bus))) is { Rates.Count: > 0 } saved
            ? saved
            : throw new RefusedException($"No search of {bus} was stopped; searches are kept only where there is a data directory.");

    private static async Task<IReadOnlyList<FoundOnBus>> SearchAsync(IBusAccess bus, SavedSearch saved, IStateStore? state, CancellationToken cancellationToken)
    {
        var progress = new ScanProgress(Console.Error);
        var search = new SearchRun(bus, saved, state, TimeProvider.System) { Stepped = progress.Show };
        try
        {
            await search.RunAsync(cancellationToken);
        }
        catch (LevelConverterException e)
        {
            throw new FailedException(e.Message, e);
        }
        catch (StoreException e)
        {
            throw new FailedException(e.Message, e);
        }
        catch (OperationCanceledException)
        {
            await search.MarkStoppedAsync();
            await Console.Error.WriteLineAsync(state is null ? "Stopped." : "Stopped; scan --resume goes on.");
        }

        progress.End(search.Progress);
        return search.Progress.Found;
    }

    private static async Task StoreAsync(ScanStore store, string bus, int baudRate, IReadOnlyList<FoundOnBus> found, TextWriter output)
    {
        try
        {
            var stored = await FoundMeters.AddAsync(store.Meters, events: null, bus, baudRate, found);
            foreach (var meter in stored.Added)
            {
                await output.WriteLineAsync($"Stored {meter.Identity?.ToString() ?? $"primary {meter.PrimaryAddress}"} as logical device {meter.LogicalDeviceAddress}.");
            }

            foreach (var (meter, reason) in stored.Refused)
            {
                await output.WriteLineAsync($"Not stored {meter.Secondary?.ToString() ?? $"primary {meter.Primary}"}: {reason}");
            }

            var others = stored.Refused.Count == 0 ? "" : $", {stored.Refused.Count} not stored";
            await output.WriteLineAsync($"{stored.Added.Count} added, {stored.Known} were there already{others}.");
        }
        catch (StoreException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }
}
