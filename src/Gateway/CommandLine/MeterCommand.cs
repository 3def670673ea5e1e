using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Api;
using Gateway.Diagnosis;

namespace Gateway.CommandLine;

/// <summary><c>meter</c>: the meters of the service; here <c>list</c>, <c>show</c>, <c>remove</c> and <c>frames</c>.</summary>
internal static class MeterCommand
{
    private static readonly Argument<string> Meter = MeterArgument.One();
    private static readonly Option<string?> Bus = new("--bus") { Description = "Only the meters of this bus.", HelpName = "BUS" };
    private static readonly Option<bool> Raw = new("--raw") { Description = "Hexadecimal digits only, a frame a line, as decode reads them." };

    public static Command Create() => new("meter", "Shows, installs, changes, reads and removes meters.")
    {
        ServiceVerb.Create("list", "Lists the meters.", [Bus, ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("show", "Shows settings, state and statistics of a meter.", [Meter, ServiceVerb.Json], ShowAsync),
        MeterChangeCommand.Add(),
        MeterChangeCommand.Set(),
        ServiceVerb.Create("remove", "Removes a meter; its readings and its logical device address stay its own.", [Meter], RemoveAsync),
        MeterReadCommand.Create(),
        ServiceVerb.Create("frames", "Explains the last requests to a meter and what came in answer.", [Meter, ServiceVerb.Json, Raw], FramesAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var table = new Table("device", "id", "name", "bus", "primary", "secondary", "maker", "medium", "state", "last readout");
        var bus = parsed.GetValue(Bus);
        var meters = await client.GetAsync<IReadOnlyList<MeterResource>>("meters", cancellationToken);
        foreach (var meter in meters.Where(meter => bus is null || meter.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase)))
        {
            if (parsed.GetValue(ServiceVerb.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(meter, ApiJson.Options));
            }

            table.Add(
                meter.LogicalDevice.ToString(CultureInfo.InvariantCulture),
                meter.Id.ToString(CultureInfo.InvariantCulture),
                meter.Name,
                meter.Bus,
                meter.PrimaryAddress?.ToString(CultureInfo.InvariantCulture),
                meter.Identity,
                meter.Manufacturer,
                meter.Medium,
                StateOf(meter),
                meter.LastReadAt is { } at ? ShownValue.Moment(at) : null);
        }

        if (!parsed.GetValue(ServiceVerb.Json))
        {
            table.Write(Console.Out);
            Console.WriteLine($"{table.Count} meters.");
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var meter = await FindAsync(parsed, client, cancellationToken);
        if (parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(meter, ApiJson.Options));
        }
        else
        {
            MeterText.Write(Console.Out, meter);
        }

        return ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var meter = await MeterArgument.FindAsync(client, parsed.GetRequiredValue(Meter), cancellationToken);
        await client.DeleteAsync(PathOf(meter), cancellationToken);
        Console.WriteLine($"Removed meter {MeterArgument.Describe(meter)}, logical device {meter.LogicalDevice}.");
        return ExitCode.Done;
    }

    private static async Task<int> FramesAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var meter = await FindAsync(parsed, client, cancellationToken);
        if (meter.Statistics is not { Exchanges.Length: > 0 } statistics)
        {
            throw new FailedException($"Meter {MeterArgument.Describe(meter)} was not asked since the service started; meter read asks it.");
        }

        var format = parsed.GetValue(Raw) ? TraceFormat.Raw : parsed.GetValue(ServiceVerb.Json) ? TraceFormat.Json : TraceFormat.Text;
        var writer = new TraceWriter(Console.Out, format, TimeZoneInfo.Local);
        var transcript = new LineTranscript();
        foreach (var line in statistics.Exchanges.SelectMany(transcript.Add))
        {
            writer.Write(line, transcript.Asked);
        }

        return ExitCode.Done;
    }

    /// <summary>The path of a meter.</summary>
    public static string PathOf(MeterResource meter) => string.Create(CultureInfo.InvariantCulture, $"meters/{meter.Id}");

    /// <summary>The state in a word or two.</summary>
    public static string StateOf(MeterResource meter) => meter switch
    {
        { ReplacedAt: not null } => "replaced",
        { Active: false } => "passive",
        { State: Metering.LastReadoutState.Ok } => "ok",
        { State: Metering.LastReadoutState.Incomplete } => "incomplete",
        { State: Metering.LastReadoutState.OldAfterFailure } => "fails",
        { FailedAt: not null } => "fails",
        _ => "never read",
    };

    /// <summary>The meter with all that is known of it.</summary>
    private static async Task<MeterResource> FindAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken) =>
        await client.GetAsync<MeterResource>(PathOf(await MeterArgument.FindAsync(client, parsed.GetRequiredValue(Meter), cancellationToken)), cancellationToken);
}
