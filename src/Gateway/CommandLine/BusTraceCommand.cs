using System.CommandLine;
using Gateway.Api;
using Gateway.Diagnosis;
using MBus.Link;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>bus trace BUS</c>: what goes over the line, as it happens, every byte explained.</summary>
internal static class BusTraceCommand
{
    private static readonly Argument<string> Bus = BusCommand.NameArgument();
    private static readonly Option<bool> Raw = new("--raw") { Description = "Hexadecimal digits only, a frame a line, as decode reads them." };
    private static readonly Option<string?> Meter = new("--meter") { Description = "Only what is asked of this meter, and what comes in answer.", HelpName = "METER" };

    public static Command Create() =>
        ServiceVerb.Create("trace", "Follows a bus until it is stopped (Ctrl+C), every byte explained.", [Bus, ServiceVerb.Json, Raw, Meter], TraceAsync);

    private static async Task<int> TraceAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var bus = parsed.GetRequiredValue(Bus);
        var meter = parsed.GetValue(Meter) is { } text ? await MeterArgument.FindAsync(client, text, cancellationToken) : null;
        if (meter is not null && !meter.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"Meter {MeterArgument.Describe(meter)} is on bus {meter.Bus}.");
        }

        var writer = new TraceWriter(Console.Out, FormatOf(parsed.GetValue(ServiceVerb.Json), parsed.GetValue(Raw)), TimeZoneInfo.Local);
        var transcript = new LineTranscript();
        try
        {
            await foreach (var entry in client.TraceAsync(bus, cancellationToken))
            {
                foreach (var line in transcript.Add(entry))
                {
                    if (meter is null || IsOf(meter, line, transcript.Asked))
                    {
                        writer.Write(line, transcript.Asked);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the one way to end it
        }

        return ExitCode.Done;
    }

    /// <summary>What a follower missed and the line's own faults concern every meter.</summary>
    private static bool IsOf(MeterResource meter, LineEvent line, Addressee asked) =>
        line.Kind is LineEventKind.Missed or LineEventKind.Lost
        || asked.Is(
            meter.PrimaryAddress is { } address ? new PrimaryAddress(address) : null,
            SecondaryAddress.TryParse(meter.Identity, out var identity) ? identity : default(SecondaryAddress?),
            meter.FabricationNumber);

    /// <summary>The form that was asked for.</summary>
    /// <exception cref="RefusedException">Two were.</exception>
    public static TraceFormat FormatOf(bool json, bool raw) => (json, raw) switch
    {
        (true, true) => throw new RefusedException("Give --json or --raw, not both."),
        (true, _) => TraceFormat.Json,
        (_, true) => TraceFormat.Raw,
        _ => TraceFormat.Text,
    };
}
