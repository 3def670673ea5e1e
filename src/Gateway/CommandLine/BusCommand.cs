using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Readout;

namespace Gateway.CommandLine;

/// <summary><c>bus</c>: the buses of the service; here <c>list</c> and <c>show</c>.</summary>
internal static class BusCommand
{
    private static readonly Argument<string> Bus = NameArgument();

    private static readonly Argument<string> Switch = new Argument<string>("on|off") { Description = "on or off." }.AcceptOnlyFromAmong("on", "off");

    public static Command Create() => new("bus", "Shows the buses and what goes over them; gives new meters their addresses.")
    {
        ServiceVerb.Create("list", "Lists the buses.", [ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("show", "Shows settings, state and statistics of a bus.", [Bus, ServiceVerb.Json], ShowAsync),
        BusTraceCommand.Create(),
        BusAddressCommand.Create(),
        ServiceVerb.Create("continuous", "Reads the meters of a bus without pause, or no longer; the values are shown and not stored.", [Bus, Switch], ContinuousAsync),
    };

    /// <summary>The argument that names a bus.</summary>
    public static Argument<string> NameArgument() => new("BUS") { Description = "A bus by its name in the settings (Gateway:Buses:<name>)." };

    /// <summary>The path of a bus.</summary>
    public static string PathOf(string bus) => $"buses/{Uri.EscapeDataString(bus)}";

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var table = new Table("bus", "line", "baud", "interval", "state", "meters", "queue", "errors 24 h", "used 1 h");
        foreach (var bus in await client.GetAsync<IReadOnlyList<BusResource>>("buses", cancellationToken))
        {
            if (parsed.GetValue(ServiceVerb.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(bus, ApiJson.Options));
            }

            table.Add(
                bus.Name,
                bus.Line,
                bus.BaudRate.ToString(CultureInfo.InvariantCulture),
                bus.ReadoutInterval,
                StateOf(bus),
                bus.ActiveMeters.ToString(CultureInfo.InvariantCulture),
                bus.QueueLength.ToString(CultureInfo.InvariantCulture),
                bus.Statistics.Readouts.ErrorRate is { } rate ? ShownValue.Percent(rate) : null,
                ShownValue.Percent(bus.Statistics.Line.UtilisationOfHour));
        }

        if (!parsed.GetValue(ServiceVerb.Json))
        {
            table.Write(Console.Out);
            if (table.Count == 0)
            {
                Console.WriteLine("No buses. Set Gateway:Buses:<name>:Address to tcp://host:port or to a serial port.");
            }
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var bus = await client.GetAsync<BusResource>(PathOf(parsed.GetRequiredValue(Bus)), cancellationToken);
        if (parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(bus, ApiJson.Options));
        }
        else
        {
            Write(Console.Out, bus);
        }

        return ExitCode.Done;
    }

    private static async Task<int> ContinuousAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        if (!client.IsService)
        {
            throw new RefusedException("No service runs in this data directory; continuous mode is its.");
        }

        var body = new JsonObject { ["on"] = parsed.GetRequiredValue(Switch) == "on" };
        var bus = await client.SendAsync<BusResource>(HttpMethod.Put, $"{PathOf(parsed.GetRequiredValue(Bus))}/continuous", body, cancellationToken);
        Console.WriteLine($"Bus {bus.Name}: {StateOf(bus)}.");
        return ExitCode.Done;
    }

    private static void Write(TextWriter output, BusResource bus)
    {
        var line = bus.Statistics.Line;
        FiguresText.Line(output, "Bus", bus.IsSimulated ? $"{bus.Name}: all values are invented" : bus.Name);
        FiguresText.Line(output, "Line", $"{bus.Line}, {bus.BaudRate} baud, {ShownValue.Milliseconds(bus.ExtraResponseTime)} beyond the standard's response time");
        FiguresText.Line(output, "State", StateOf(bus));
        FiguresText.LineIfAny(output, "Next step", NextStep(bus));
        FiguresText.Line(output, "Meters", $"{bus.Meters}, {bus.ActiveMeters} of them read every {bus.ReadoutInterval}");
        FiguresText.Line(output, "Queue", $"{ShownValue.Count(bus.QueueLength, "order")} wait or are being carried out");
        FiguresText.Line(output, "Counted since", ShownValue.Moment(bus.Statistics.Since));
        FiguresText.Write(output, bus.Statistics.Readouts);
        FiguresText.Line(output, "Used", $"{ShownValue.Percent(line.UtilisationOfHour)} of the last hour, {ShownValue.Percent(line.UtilisationOfDay)} of 24 h");
        FiguresText.Line(output, "Bytes", $"{line.BytesSent} sent, {line.BytesReceived} received, {line.UnrequestedBytes} of them unasked");
        FiguresText.Line(output, "Line errors", LineErrorsOf(bus));
        FiguresText.Line(output, "Line failures", $"{line.Failures}, {line.Reconnects} times back");
    }

    /// <summary>Behind TCP nobody here sees a character's parity.</summary>
    private static string LineErrorsOf(BusResource bus) => bus.Line.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase)
        ? "not counted behind TCP"
        : $"{bus.LineErrors.Parity} parity, {bus.LineErrors.Framing} framing, {bus.LineErrors.Break} break, {bus.LineErrors.Overrun} overrun";

    /// <summary>All that is to be said, the worst first.</summary>
    private static string StateOf(BusResource bus)
    {
        (bool Is, string Words)[] states =
        [
            (bus.LineIsLost, "line lost"),
            (bus.AllMetersSilent, "all meters silent"),
            (bus.IsNoisy, "noisy"),
            (bus.Search == SearchStatus.Running, "searches"),
            (bus.IsContinuous, "continuous"),
        ];
        return string.Join(", ", states.Where(state => state.Is).Select(state => state.Words).DefaultIfEmpty("works"));
    }

    /// <summary>What a person can do about it; null: nothing is to be done.</summary>
    private static string? NextStep(BusResource bus) => bus switch
    {
        { LineIsLost: true } => bus.LineFault,
        { AllMetersSilent: true } => "check the level converter's supply and the bus's cable; bus trace shows every request",
        { IsNoisy: true } => "look for a damaged meter or a short circuit: take parts of the bus off until it is quiet",
        { LineErrors.IsParityOnly: true } => "only parity is wrong: the converter or a meter sends 8N1 instead of 8E1",
        { Search: SearchStatus.Running } => $"scan {bus.Name} follows the search",
        { Search: SearchStatus.Stopped } => $"a search was stopped: scan {bus.Name} --resume goes on",
        { Meters: 0 } => $"scan {bus.Name} --add finds and stores its meters",
        _ => null,
    };
}
