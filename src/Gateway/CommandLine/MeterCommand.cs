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
    /// <summary>A row fits a terminal of 120 characters.</summary>
    private const int NameWidth = 22;
    private const int MediumWidth = 14;

    private static readonly Option<bool> Raw = new("--raw") { Description = "Hexadecimal digits only, a frame a line, as decode reads them." };

    public static Command Create() => new("meter", "Shows, installs, changes, reads and removes meters.")
    {
        ServiceVerb.Create("list", "Lists the meters.", [Bus, ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("show", "Shows settings, state and statistics of a meter.", [Meter, ServiceVerb.Json], ShowAsync),
        MeterChangeCommand.Add(),
        MeterChangeCommand.Set(),
        ServiceVerb.Create("remove", "Removes a meter; its readings stay, and its logical device address goes to no other meter.", [Meter], RemoveAsync),
        MeterReadCommand.Create(),
        MeterOrderCommand.SetAddress(),
        MeterOrderCommand.SetBaudRate(),
        MeterOrderCommand.SetClock(),
        MeterOrderCommand.Reset(),
        ServiceVerb.Create("frames", "Explains the last requests to a meter and what came in answer.", [Meter, ServiceVerb.Json, Raw], FramesAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var table = new Table("device", "name", "bus", "addr", "secondary", "medium", "state", "read ago", "errors 24 h");
        var (bus, now) = (parsed.GetValue(Bus), DateTimeOffset.UtcNow);
        var meters = await client.GetAsync<IReadOnlyList<MeterResource>>("meters", cancellationToken);
        if (bus is not null)
        {
            // a name that is none is no empty bus
            meters = [.. meters.Where(meter => meter.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase))];
            _ = meters.Count > 0 ? null : await client.GetAsync<BusResource>(BusCommand.PathOf(bus), cancellationToken);
        }

        foreach (var meter in meters)
        {
            if (parsed.GetValue(ServiceVerb.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(meter, ApiJson.Options));
            }

            table.Add(
                meter.LogicalDevice.ToString(CultureInfo.InvariantCulture),
                meter.Name.Length == 0 ? null : ShownValue.Cut(meter.Name, NameWidth),
                meter.Bus,
                meter.PrimaryAddress?.ToString(CultureInfo.InvariantCulture),
                meter.Identity,
                ShownValue.Cut(meter.Medium, MediumWidth),
                MeterStateWords.Of(meter, now),
                meter.LastReadAt is { } at ? ShownValue.Age(now - at) : null,
                meter.Statistics?.Readouts.ErrorRate is { } rate ? ShownValue.Percent(rate) : null);
        }

        if (!parsed.GetValue(ServiceVerb.Json))
        {
            table.Write(Console.Out);
            Console.WriteLine(table.Count == 0 ? "No meters. scan BUS --add finds and stores those of a bus; meter add stores one by its address." : $"{ShownValue.Count(table.Count, "meter")}.");
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
        var format = BusTraceCommand.FormatOf(parsed.GetValue(ServiceVerb.Json), parsed.GetValue(Raw));
        var meter = await FindAsync(parsed, client, cancellationToken);
        if (meter.Statistics is not { Exchanges.Length: > 0 } statistics)
        {
            throw new FailedException($"Meter {MeterArgument.Describe(meter)} was not asked since the service started; meter read asks it.");
        }

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

    /// <summary>The meter with all that is known of it.</summary>
    private static async Task<MeterResource> FindAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken) =>
        await client.GetAsync<MeterResource>(PathOf(await MeterArgument.FindAsync(client, parsed.GetRequiredValue(Meter), cancellationToken)), cancellationToken);
}
