using System.Net.Sockets;
using Cosem;
using Dlms.Client;

namespace Gateway.CommandLine;

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
            throw new FailedException($"{Host}:{Port} cannot be reached: {(e is SocketException ? e.Message : "no answer")}.", e);
        }

        var client = new DlmsClient(new NetworkStream(socket, ownsSocket: true), new DlmsClientOptions
        {
            ClientSap = (ushort)(Password is null ? ClientSap.Public : ClientSap.Management),
            ServerSap = device,
            LowLevelSecret = Password is null ? default(Octets?) : Octets.FromAscii(Password),
        });
        await client.AssociateAsync(cancellationToken);
        return client;
    }
}
