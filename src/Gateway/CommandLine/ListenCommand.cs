using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dlms.Push;
using Gateway.CommandLine.Receiving;

namespace Gateway.CommandLine;

/// <summary><c>listen</c>: a receiver of pushes, for whoever tries them out.</summary>
internal static class ListenCommand
{
    private const int UsualPort = 4059;

    private const string Description = """
        Receives what gateways push, and shows it: tables with the value of each object in its unit, exactly as it was sent.

        A push is deciphered with the keys of the gateway (--keys, or --ek and --ak) and decoded with what it holds itself: the objects
        of its columns, their scalers and units. Bodies of other devices are shown element by element; their push_object_list
        (dlms read SERVER --object <push setup>:2) says what the elements are.
        A connection is closed in order when all of it was shown and written to the file; the sender then counts it as delivered.
        """;

    /// <summary>How long connections that are open may go on when enough was received.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private static readonly Argument<int> Port = new("PORT")
    {
        Description = $"The TCP port; {UsualPort} if not given, 0: any free one.",
        DefaultValueFactory = _ => UsualPort,
    };

    private static readonly Option<string?> Address = new("--address") { Description = "Listen on this address of the machine only; if not given, on all.", HelpName = "ADDRESS" };
    private static readonly Option<bool> Json = new("--json") { Description = "JSON lines, one a push." };
    private static readonly Option<string?> Output = new("--file") { Description = "Also append what was received to this file, as JSON lines with the APDU as it came.", HelpName = "FILE" };
    private static readonly Option<int?> Count = new("--count") { Description = "End after so many pushes; if not given, listen until stopped.", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("listen", Description) { Port, Address, Json, Output, Count };
        ListenKeys.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Count) is <= 0)
        {
            throw new RefusedException("--count takes a number from 1 on.");
        }

        using var ciphering = await ListenKeys.ReadAsync(parsed);
        await using var file = parsed.GetValue(Output) is { } path ? PushFile.Open(path) : null;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = parsed.GetValue(Count);
        using var listener = new PushListener(
            Listen(parsed.GetValue(Port), parsed.GetValue(Address)),
            new PushReceiver(ciphering),
            TakeAsync,
            words => Console.Error.WriteLine(words),
            TimeProvider.System);
        var notes = parsed.GetValue(Json) ? Console.Error : Console.Out;
        await notes.WriteLineAsync($"Listening on {listener.EndPoint} for pushes, {(ciphering is null ? "plain ones only: there are no keys" : "plain or protected")}; Ctrl+C ends it.");
        await listener.RunAsync(enough.Token, over.Token);
        return ExitCode.Done;

        async Task TakeAsync(ArrivedPush arrived)
        {
            if (file is not null)
            {
                await file.AppendAsync(PushJson.Of(arrived, withApdu: true));
            }

            if (parsed.GetValue(Json))
            {
                Console.WriteLine(PushJson.Of(arrived, withApdu: false));
            }
            else
            {
                PushText.Write(Console.Out, arrived);
            }

            if (arrived.Push is not null && --left == 0)
            {
                over.CancelAfter(LastWait);
                await enough.CancelAsync();
            }
        }
    }

    private static Socket Listen(int port, string? address)
    {
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new RefusedException($"PORT is {port}; it can be 0 to {ushort.MaxValue}.");
        }

        var at = address is null ? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any)
            : IPAddress.TryParse(address, out var parsed) ? parsed
            : throw new RefusedException($"--address {address} is no IP address of this machine.");
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (at.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(at, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new RefusedException(
                e.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => string.Create(CultureInfo.InvariantCulture, $"Another program has port {port}; a gateway on this machine has 4059. Give another one (0: any free port)."),
                    SocketError.AccessDenied => string.Create(CultureInfo.InvariantCulture, $"This user may not open port {port}; give another one."),
                    SocketError.AddressNotAvailable => $"--address {address} is no address of this machine.",
                    _ => string.Create(CultureInfo.InvariantCulture, $"Port {port} cannot be opened: {e.Message}."),
                },
                e);
        }
    }
}
