using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary><c>meter read METER...|--all</c>: the service reads meters now and stores what comes.</summary>
internal static class MeterReadCommand
{
    /// <summary>How often is asked how far it is: as fast as a person reads.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private static readonly Argument<string[]> Meters = MeterArgument.Several();
    private static readonly Option<bool> All = new("--all") { Description = "All meters that are read." };
    private static readonly Option<string?> Bus = new("--bus") { Description = "With --all: of this bus only.", HelpName = "BUS" };

    public static Command Create() => ServiceVerb.Create("read", "Reads meters now and stores the readings.", [Meters, All, Bus, ServiceVerb.Json], ReadAsync);

    private static async Task<int> ReadAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var run = await client.SendAsync<ReadoutResource>(HttpMethod.Post, "readouts", await BodyAsync(parsed, client, cancellationToken), cancellationToken);
        var path = string.Create(CultureInfo.InvariantCulture, $"readouts/{run.Id}");
        var isTerminal = !Console.IsErrorRedirected;
        try
        {
            while (!run.IsDone)
            {
                await Task.Delay(Step, cancellationToken);
                run = await client.GetAsync<ReadoutResource>(path, cancellationToken);
                if (isTerminal)
                {
                    await Console.Error.WriteAsync($"\r{run.Tried} of {run.Total} read, {run.Meters.Count(meter => meter is { IsDone: true, IsRead: false })} failed\e[K");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await client.DeleteAsync(path, CancellationToken.None);
            run = await client.GetAsync<ReadoutResource>(path, CancellationToken.None);
            await Console.Error.WriteLineAsync("Stopped.");
        }

        if (isTerminal)
        {
            await Console.Error.WriteAsync("\r\e[K");
        }

        Print(parsed, run);
        return run.Meters.All(meter => meter.IsRead) ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<JsonObject> BodyAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var (names, bus) = (parsed.GetValue(Meters) ?? [], parsed.GetValue(Bus));
        if (parsed.GetValue(All) == (names.Length > 0) || (bus is not null && names.Length > 0))
        {
            throw new RefusedException("Give meters, or --all, or --all --bus BUS.");
        }

        if (names.Length == 0)
        {
            return new JsonObject { ["all"] = true, ["bus"] = bus };
        }

        var known = await client.GetAsync<IReadOnlyList<MeterResource>>("meters", cancellationToken);
        return new JsonObject { ["meters"] = new JsonArray([.. names.Select(name => (JsonNode)MeterArgument.Find(known, name).Id)]) };
    }

    private static void Print(ParseResult parsed, ReadoutResource run)
    {
        var table = new Table("device", "name", "address", "readout");
        foreach (var meter in run.Meters)
        {
            if (parsed.GetValue(ServiceVerb.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(meter, ApiJson.Options));
            }

            table.Add(
                meter.LogicalDevice.ToString(CultureInfo.InvariantCulture), meter.Name.Length == 0 ? null : meter.Name, meter.Address, meter.IsDone ? meter.Words : "not tried");
        }

        if (!parsed.GetValue(ServiceVerb.Json))
        {
            table.Write(Console.Out);
            Console.WriteLine($"{run.Meters.Count(meter => meter.IsRead)} of {run.Total} read.");
        }
    }
}
