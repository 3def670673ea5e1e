using System.CommandLine;
using System.Text.Json;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>scan BUS</c>: finds the meters of a bus, and stores them when asked to.</summary>
internal static class ScanCommand
{
    private static readonly BusArgument Bus = new();
    private static readonly Option<bool> Primary = new("--primary") { Description = "Search by primary address 0-250 instead of by secondary address." };
    private static readonly Option<bool> Hexadecimal = new("--hex") { Description = "Try identifications with the digits A-E, too." };
    private static readonly Option<int?> Expected = new("--expected") { Description = "How many meters there are: with the last one the search ends.", HelpName = "N" };
    private static readonly Option<bool> Add = new("--add") { Description = "Store the meters that were found, so that the service reads them; BUS must be a configured one." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a meter and line." };

    public static Command Create()
    {
        var command = new Command("scan", "Finds the meters of a bus.") { Primary, Hexadecimal, Expected, Add, Json };
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

        var found = new List<FoundOnBus>();
        await using (var converter = Bus.Open(parsed, options))
        {
            try
            {
                await SearchAsync(parsed, new BusMaster(converter, TimeProvider.System), converter.Timing.BaudRate, found, cancellationToken);
            }
            catch (LevelConverterException e)
            {
                throw new FailedException(e.Message, e);
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Stopped.");
            }
        }

        Print(found, parsed.GetValue(Json));
        if (parsed.GetValue(Add))
        {
            await FoundMeters.StoreAsync(options, name!, found, parsed.GetValue(Json) ? Console.Error : Console.Out);
        }

        return found.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task SearchAsync(ParseResult parsed, BusMaster master, int baudRate, List<FoundOnBus> found, CancellationToken cancellationToken)
    {
        var progress = new ScanProgress(Console.Error);
        if (parsed.GetValue(Primary))
        {
            await foreach (var step in new PrimarySearch(master).RunAsync(cancellationToken: cancellationToken))
            {
                Take(step, step.Address, baudRate, found, progress);
                if (found.Count >= parsed.GetValue(Expected))
                {
                    break;
                }
            }
        }
        else
        {
            var search = new SecondarySearchOptions { HexadecimalDigits = parsed.GetValue(Hexadecimal), ExpectedMeters = parsed.GetValue(Expected) };
            await foreach (var step in new SecondarySearch(master, search).RunAsync(cancellationToken))
            {
                Take(step, null, baudRate, found, progress);
            }
        }

        progress.End();
    }

    private static void Take<TAddress>(SearchStep<TAddress> step, PrimaryAddress? primary, int baudRate, List<FoundOnBus> found, ScanProgress progress)
    {
        if (step is { Finding: SearchFinding.Meter, Meter: { } meter })
        {
            found.Add(new FoundOnBus(primary ?? AddressOf(meter), meter.Address, baudRate, primary is not null));
        }

        progress.Show(step, found.Count);
    }

    /// <summary>The A field of the answer, when it is one: meters that know only secondary addresses put FDh there.</summary>
    private static PrimaryAddress? AddressOf(FoundMeter meter) => meter.Answer.Address is > 0 and <= 250 and var address ? new PrimaryAddress(address) : null;

    private static void Print(List<FoundOnBus> found, bool json)
    {
        var table = new Table("primary", "secondary", "identification", "maker", "version", "medium");
        foreach (var meter in found)
        {
            var maker = meter.Secondary?.Manufacturer.ToString();
            var medium = meter.Secondary?.Medium.Name;
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    primary = meter.Primary?.Value,
                    secondary = meter.Secondary?.ToString(),
                    identification = meter.Secondary?.IdentificationText,
                    manufacturer = maker,
                    version = meter.Secondary?.Version,
                    medium,
                }));
            }

            table.Add(meter.Primary?.ToString(), meter.Secondary?.ToString(), meter.Secondary?.IdentificationText, maker, meter.Secondary is { } v ? $"{v.Version}" : null, medium);
        }

        if (!json)
        {
            table.Write(Console.Out);
            Console.WriteLine($"{found.Count} meters.");
        }
    }
}
