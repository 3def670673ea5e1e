using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary><c>events</c>: lists and follows the event logs of the gateway and its meters, and clears one.</summary>
internal static class EventsCommand
{
    private const int UsualLast = 50;
    private const int MostLast = 100_000;
    private const int DeviceWidth = 30;

    /// <summary>How often new events are asked for: once a second is at once for a person.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private static readonly Option<string?> Meter = new("--meter") { Description = "The logs of this meter; those of a removed one by its number, id:5.", HelpName = "METER" };
    private static readonly Option<bool> Gateway = new("--gateway") { Description = "The logs of the gateway itself." };
    private static readonly Option<string?> Log = new Option<string?>("--log") { Description = "standard or fraud." }.AcceptOnlyFromAmong("standard", "fraud");
    private static readonly Option<string?> From = new("--from") { Description = $"Not before: {TimeArgument.Help}.", HelpName = "TIME" };
    private static readonly Option<string?> To = new("--to") { Description = "Not after, as --from.", HelpName = "TIME" };
    private static readonly Option<int?> Code = new("--code") { Description = "Only this code.", HelpName = "N" };
    private static readonly Option<int> Last = new("--last") { Description = "So many, the last that were written.", DefaultValueFactory = _ => UsualLast, HelpName = "N" };
    private static readonly Option<bool> Follow = new("--follow") { Description = "Goes on with what is written from now on, until it is stopped (Ctrl+C)." };

    public static Command Create() => new("events", "Shows and clears the event logs; docs/events.md explains every code.")
    {
        ServiceVerb.Create("list", "Lists events in the order in which they were written.", [Meter, Gateway, Log, From, To, Code, Last, Follow, ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("clear", "Empties one log; what remains is an event that says who did it.", [Meter, Gateway, Log], ClearAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var (json, last, follows) = (parsed.GetValue(ServiceVerb.Json), parsed.GetValue(Last), parsed.GetValue(Follow));
        if (last is < 1 or > MostLast)
        {
            throw new RefusedException($"--last is {last}; give 1 to {MostLast}.");
        }

        if (follows && !client.IsService)
        {
            throw new RefusedException("No service runs in this data directory; nothing new would be written.");
        }

        // the events' times are those of the gateway's clock, which may be another than this machine's
        var now = (await client.GetAsync<EventPage>("events?most=1", cancellationToken)).Now;
        var (from, to) = (TimeArgument.Read(parsed, From, now), TimeArgument.Read(parsed, To, now));
        var path = $"{await LogsAsync(parsed, client, cancellationToken)}{Query("from", from)}{Query("to", to)}{(parsed.GetValue(Code) is { } code ? $"&code={code}" : "")}";
        var events = await ReadAsync(client, path, last, cancellationToken);
        Write(events, json, follows);
        if (!json && !follows && await ClockSetBack.LastAsync(client, events, [from, to], cancellationToken) is { } setBack)
        {
            Console.WriteLine(setBack);
        }

        while (follows)
        {
            try
            {
                await Task.Delay(Poll, TimeProvider.System, cancellationToken);
                var newest = events.Count > 0 ? events[^1].Number : 0;
                var fresh = await ReadAsync(client, $"{path}&after={newest}", MostLast, cancellationToken);
                Write(fresh, json, follows);
                events = fresh.Count > 0 ? fresh : events;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        return ExitCode.Done;
    }

    private static async Task<int> ClearAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Log) is not { } log || (parsed.GetValue(Meter) is null && !parsed.GetValue(Gateway)))
        {
            throw new RefusedException("Say which log: --gateway or --meter METER, and --log standard or --log fraud.");
        }

        await client.DeleteAsync($"events{await LogsAsync(parsed, client, cancellationToken)}", cancellationToken);
        Console.WriteLine($"Cleared the {log} event log of {(parsed.GetValue(Meter) is { } meter ? $"meter {meter}" : "the gateway")}.");
        return ExitCode.Done;
    }

    /// <summary>The query of whose logs are meant, and which.</summary>
    private static async Task<string> LogsAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var (meter, gateway) = (parsed.GetValue(Meter), parsed.GetValue(Gateway));
        if (meter is not null && gateway)
        {
            throw new RefusedException("Give --meter or --gateway, not both.");
        }

        // a removed meter is in no list, and its logs stay
        var whose = gateway ? EventQuery.Gateway
            : meter is null ? null
            : (MeterArgument.IdOf(meter) ?? (await MeterArgument.FindAsync(client, meter, cancellationToken)).Id).ToString(CultureInfo.InvariantCulture);
        return $"?{(whose is null ? "" : $"meter={whose}")}{(parsed.GetValue(Log) is { } log ? $"&log={log}" : "")}";
    }

    private static string Query(string name, DateTimeOffset? at) => at is { } moment ? $"&{name}={moment.UtcDateTime:O}" : "";

    /// <summary>The last events, in the order of storing.</summary>
    private static async Task<List<EventResource>> ReadAsync(ServiceClient client, string query, int last, CancellationToken cancellationToken)
    {
        var events = new List<EventResource>();
        long? before = null;
        do
        {
            var most = Math.Min(last - events.Count, EventQuery.MostOfPage);
            var page = await client.GetAsync<EventPage>(string.Create(CultureInfo.InvariantCulture, $"events{query}&most={most}{(before is null ? "" : $"&before={before}")}"), cancellationToken);
            events.AddRange(page.Events);
            before = page.Before;
        }
        while (before is not null && events.Count < last);

        events.Reverse();
        return events;
    }

    private static void Write(List<EventResource> events, bool json, bool follows)
    {
        if (json)
        {
            events.ForEach(entry => Console.WriteLine(JsonSerializer.Serialize(entry, ApiJson.Options)));
            return;
        }

        if (follows)
        {
            events.ForEach(entry => Console.WriteLine(string.Join("  ", Cells(entry))));
            return;
        }

        var table = new Table("time", "device", "log", "code", "event", "message");
        events.ForEach(entry => table.Add(Cells(entry)));
        table.Write(Console.Out);
        Console.WriteLine(table.Count == 0 ? "No events." : $"{ShownValue.Count(table.Count, "event")}.");
    }

    private static string?[] Cells(EventResource entry) =>
    [
        ShownValue.Moment(entry.At),
        ShownValue.Cut(entry.Device, DeviceWidth),
        JsonNamingPolicy.CamelCase.ConvertName(entry.Log.ToString()),
        entry.Code.ToString(CultureInfo.InvariantCulture),
        entry.Name,
        entry.Message,
    ];
}
