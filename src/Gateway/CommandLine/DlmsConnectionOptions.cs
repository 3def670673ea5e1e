using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Cosem;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary>The options of the verbs that talk to a DLMS server, and the connections they make.</summary>
internal sealed class DlmsConnectionOptions
{
    private const string PasswordVariable = "GATEWAY_LLS_PASSWORD";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Argument<string> _server = new("HOST[:PORT]")
    {
        Description = "The server; port 4059 if not given.",
        DefaultValueFactory = _ => "localhost",
    };

    private readonly Option<string?> _password = new("--password")
    {
        Description = $"The management client's password (LLS); better in the environment, {PasswordVariable}. Without one: public client.",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_password);
    }

    /// <summary>Opens connections as the command line says.</summary>
    public DlmsConnector Connector(ParseResult parsed)
    {
        var server = parsed.GetValue(_server)!;
        var colon = server.LastIndexOf(':');
        var hasPort = colon > 0 && !server.EndsWith(']') && server.IndexOf(':', StringComparison.Ordinal) == colon;
        if (!int.TryParse(hasPort ? server[(colon + 1)..] : "4059", NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            throw new RefusedException($"'{server}' is no HOST or HOST:PORT.");
        }

        var password = parsed.GetValue(_password) ?? Environment.GetEnvironmentVariable(PasswordVariable);
        return new DlmsConnector(hasPort ? server[..colon] : server, port, password, ConnectTimeout);
    }
}

/// <summary>Makes associations with the logical devices of one server.</summary>
internal sealed record DlmsConnector(string Host, int Port, string? Password, TimeSpan ConnectTimeout)
{
    /// <summary>Connects and associates: as management client with a password, else as public client.</summary>
    public async Task<DlmsClient> AssociateAsync(ushort device, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(ConnectTimeout);
            await socket.ConnectAsync(Host, Port, timeout.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new RefusedException($"{Host}:{Port} cannot be reached: {(e is SocketException ? e.Message : "no answer")}.", e);
        }

        var client = new DlmsClient(new NetworkStream(socket, ownsSocket: true), new DlmsClientOptions
        {
            ClientSap = (ushort)(Password is null ? ClientSap.Public : ClientSap.Management),
            ServerSap = device,
            LowLevelSecret = Password is null ? null : Octets.FromAscii(Password),
        });
        await client.AssociateAsync(cancellationToken);
        return client;
    }
}
