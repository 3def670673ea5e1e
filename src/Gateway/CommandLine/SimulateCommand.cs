using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using MBus.LevelConverter;
using Simulation;
using Simulation.Script;

namespace Gateway.CommandLine;

/// <summary><c>simulate</c>: a bus of invented meters alone, for any master.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int?> Tcp = new("--tcp")
    {
        Description = "Listen on this TCP port, on this machine only; 0 takes any free one. Each further baud rate has the next port.",
        HelpName = "PORT",
    };

    private static readonly Option<string?> Pty = new("--pty") { Description = "Make a pseudo terminal and a link to it at this path (Linux).", HelpName = "LINK" };
    private static readonly Option<int> Meters = new("--meters")
    {
        Description = $"How many meters, 1 to {SimulatedBus.MaximumMeters}; those after the 250th have no primary address.",
        DefaultValueFactory = _ => 12,
        HelpName = "N",
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed makes the same bus and the same faults.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private static readonly Option<string> BaudRates = new("--baud")
    {
        Description = "The rate of the meters and of the TCP line; with several, such as 2400,9600, meters have them in turn.",
        DefaultValueFactory = _ => "2400",
        HelpName = "BAUD",
    };
    private static readonly Option<bool> Paced = new("--realtime") { Description = "Send answers as slowly as a real bus does." };
    private static readonly Option<string?> Script = new("--script")
    {
        Description = "Let go wrong what this JSON file says, at the times that it says; docs/simulation.md has all faults with what can be said of them.",
        HelpName = "FILE",
    };
    private static readonly Option<string?> Faults = new("--faults") { Description = $"Let these go wrong all the time, each with its usual probability: {string.Join(", ", FaultScript.Names)}.", HelpName = "NAMES" };

    public static Command Create()
    {
        var command = new Command("simulate", "Runs a simulated bus of M-Bus meters until it is stopped; docs/simulation.md explains it.") { Tcp, Pty, Meters, Seed, BaudRates, Paced, Script, Faults };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (port, link, meters, paced) = (parsed.GetValue(Tcp), parsed.GetValue(Pty), parsed.GetValue(Meters), parsed.GetValue(Paced));
        if ((port is null && link is null) || port is < 0 or > 65_535 || meters is < 1 or > SimulatedBus.MaximumMeters)
        {
            throw new RefusedException($"Give --tcp PORT (0 to 65535), --pty LINK or both, and --meters 1 to {SimulatedBus.MaximumMeters}.");
        }

        var rates = RatesOf(parsed.GetValue(BaudRates)!);
        if (port > 65_535 - (rates.Count - 1))
        {
            throw new RefusedException($"--tcp is {port}; each further baud rate has the next port, give at most {65_535 - (rates.Count - 1)}.");
        }

        var script = ScriptOf(parsed.GetValue(Script), parsed.GetValue(Faults), meters);
        var listeners = new List<SimulatedBusListener>();
        try
        {
            var bus = SimulatedBus.Create(parsed.GetValue(Seed), meters, TimeProvider.System, rates);

            // before the lines are opened: they look ahead for what cuts them
            bus.Play(script);
            await using var terminal = link is not null ? SimulatedBusTerminal.Open(bus, link, TimeProvider.System, paced) : null;
            foreach (var rate in port is null ? [] : rates)
            {
                var endPoint = new IPEndPoint(IPAddress.Loopback, port is 0 or null ? 0 : port.Value + listeners.Count);
                listeners.Add(SimulatedBusListener.Start(bus, endPoint, rate, TimeProvider.System, paced));
            }

            Print(bus, script, listeners, terminal);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Done;
        }
        catch (SocketException e)
        {
            var reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program has that port" : $"that port cannot be opened ({e.Message})";
            throw new RefusedException($"--tcp is {port + listeners.Count}; {reason}, give another one (0: any free port).", e);
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException or ArgumentException)
        {
            throw new RefusedException(e.Message, e);
        }
        finally
        {
            foreach (var listener in listeners)
            {
                await listener.DisposeAsync();
            }
        }
    }

    private static List<int> RatesOf(string text)
    {
        var rates = new List<int>();
        foreach (var word in text.Split(','))
        {
            rates.Add(BusTiming.BaudRates.FirstOrDefault(rate => $"{rate}" == word.Trim()) is > 0 and var known && !rates.Contains(known)
                ? known
                : throw new RefusedException($"--baud {text}: M-Bus knows {string.Join(", ", BusTiming.BaudRates)}, each given once."));
        }

        return rates;
    }

    private static FaultScript ScriptOf(string? file, string? names, int meters)
    {
        try
        {
            var usual = names is null ? FaultScript.Empty : FaultScript.Usual(names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            return file is null ? usual : usual.With(Read(file, meters));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new RefusedException($"--faults: there is no '{e.ActualValue}' without a script; there are {string.Join(", ", FaultScript.Names)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"--script {file}: {(File.Exists(file) ? e.Message : Directory.Exists(file) ? "it cannot be read as a file." : "there is no such file.")}", e);
        }
    }

    private static FaultScript Read(string file, int meters)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        var content = new byte[stream.CanSeek ? (int)Math.Min(stream.Length, FaultScriptFile.MaximumLength + 1) : FaultScriptFile.MaximumLength + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return FaultScriptFile.Read(file, content.AsSpan(0, length), meters, out var issues)
            ?? throw new RefusedException(string.Join(Environment.NewLine, issues));
    }

    private static void Print(SimulatedBus bus, FaultScript script, List<SimulatedBusListener> listeners, SimulatedBusTerminal? terminal)
    {
        var table = new Table("primary", "secondary", "baud", "maker", "type", "key");
        foreach (var meter in bus.Meters)
        {
            table.Add(
                meter.PrimaryAddress.ToString(),
                meter.HasSecondaryAddress ? meter.Address.ToString() : null,
                $"{meter.BaudRate}",
                meter.Make,
                meter.TypeName,
                meter.Key.IsEmpty ? null : Convert.ToHexString(meter.Key.Span));
        }

        table.Write(Console.Out);
        foreach (var fault in script.Faults)
        {
            Console.WriteLine($"plays {fault}");
        }

        List<string> lines = [.. listeners.Select(listener => listeners.Count > 1 ? $"tcp://{listener.EndPoint} ({listener.BaudRate} Bd)" : $"tcp://{listener.EndPoint}")];
        Console.WriteLine($"SIMULATED bus on {string.Join(" and ", terminal is null ? lines : [.. lines, terminal.Path])}; Ctrl+C ends it.");
    }
}
