using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using MBus.LevelConverter;
using Simulation;

namespace Gateway.CommandLine;

/// <summary><c>simulate</c>: a bus of invented meters alone, for any master.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int?> Tcp = new("--tcp") { Description = "Listen on this TCP port, on this machine only; 0 takes any free one.", HelpName = "PORT" };
    private static readonly Option<string?> Pty = new("--pty") { Description = "Make a pseudo terminal and a link to it at this path (Linux).", HelpName = "LINK" };
    private static readonly Option<int> Meters = new("--meters") { Description = "How many meters, 1 to 250.", DefaultValueFactory = _ => 12, HelpName = "N" };
    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed makes the same bus.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private static readonly Option<int> BaudRate = new("--baud") { Description = "The rate of the meters and of the TCP line.", DefaultValueFactory = _ => 2400, HelpName = "BAUD" };
    private static readonly Option<bool> Paced = new("--realtime") { Description = "Send answers as slowly as a real bus does." };

    public static Command Create()
    {
        var command = new Command("simulate", "Runs a simulated bus of M-Bus meters until it is stopped.") { Tcp, Pty, Meters, Seed, BaudRate, Paced };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (port, link, meters) = (parsed.GetValue(Tcp), parsed.GetValue(Pty), parsed.GetValue(Meters));
        if ((port is null && link is null) || port is < 0 or > 65_535 || meters is < 1 or > SimulatedBus.MaximumMeters)
        {
            throw new RefusedException($"Give --tcp PORT (0 to 65535), --pty LINK or both, and --meters 1 to {SimulatedBus.MaximumMeters}.");
        }

        if (!BusTiming.BaudRates.Contains(parsed.GetValue(BaudRate)))
        {
            throw new RefusedException($"--baud {parsed.GetValue(BaudRate)}: M-Bus knows {string.Join(", ", BusTiming.BaudRates)}.");
        }

        try
        {
            var bus = SimulatedBus.Create(parsed.GetValue(Seed), meters, TimeProvider.System, parsed.GetValue(BaudRate));
            await using var listener = port is { } number
                ? SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, number), parsed.GetValue(BaudRate), TimeProvider.System, parsed.GetValue(Paced))
                : null;
            await using var terminal = link is not null ? SimulatedBusTerminal.Open(bus, link, TimeProvider.System, parsed.GetValue(Paced)) : null;
            Print(bus, listener, terminal);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Done;
        }
        catch (SocketException e)
        {
            var reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program has that port" : $"that port cannot be opened ({e.Message})";
            throw new RefusedException($"--tcp is {port}; {reason}, give another one (0: any free port).", e);
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException or ArgumentException)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    private static void Print(SimulatedBus bus, SimulatedBusListener? listener, SimulatedBusTerminal? terminal)
    {
        var table = new Table("primary", "secondary", "maker", "type", "key");
        foreach (var meter in bus.Meters)
        {
            table.Add(
                meter.PrimaryAddress.ToString(),
                meter.HasSecondaryAddress ? meter.Address.ToString() : null,
                meter.Make,
                meter.TypeName,
                meter.Key.IsEmpty ? null : Convert.ToHexString(meter.Key.Span));
        }

        table.Write(Console.Out);
        Console.WriteLine($"SIMULATED bus on {string.Join(" and ", new[] { listener is null ? null : $"tcp://{listener.EndPoint}", terminal?.Path }.Where(line => line is not null))}; Ctrl+C ends it.");
    }
}
