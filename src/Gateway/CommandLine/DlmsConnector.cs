using System.Net.Sockets;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary>Makes associations with the logical devices of one server.</summary>
/// <param name="host">The server.</param>
/// <param name="port">Its TCP port.</param>
/// <param name="options">How to associate.</param>
/// <param name="readsCounter">Whether the public client reads the invocation counter first.</param>
/// <param name="connectTimeout">How long the connection may take.</param>
internal sealed class DlmsConnector(string host, int port, DlmsClientOptions options, bool readsCounter, TimeSpan connectTimeout)
{
    /// <summary>Connects and associates.</summary>
    public async Task<DlmsClient> AssociateAsync(ushort device, CancellationToken cancellationToken)
    {
        var security = options.Security is { } given && readsCounter ? given.From(await NextCounterAsync(device, cancellationToken)) : options.Security;
        return await AssociateAsync(
            new DlmsClientOptions
            {
                ClientSap = options.ClientSap,
                ServerSap = device,
                Authentication = options.Authentication,
                LowLevelSecret = options.LowLevelSecret,
                Security = security,
            },
            cancellationToken);
    }

    private async Task<uint> NextCounterAsync(ushort device, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = await AssociateAsync(new DlmsClientOptions { ServerSap = device }, cancellationToken);
            var last = await client.ReadFrameCounterAsync(cancellationToken: cancellationToken);
            await client.ReleaseAsync(cancellationToken);
            return last < uint.MaxValue ? last + 1 : throw new FailedException("The invocation counter is at its end; the server needs a new key.");
        }
        catch (DlmsClientException e)
        {
            throw new FailedException($"The public client cannot read the invocation counter; give --counter. {e.Message}", e);
        }
    }

    private async Task<DlmsClient> AssociateAsync(DlmsClientOptions how, CancellationToken cancellationToken)
    {
        var client = new DlmsClient(await ConnectAsync(cancellationToken), how);
        try
        {
            await client.AssociateAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(connectTimeout);
            await socket.ConnectAsync(host, port, timeout.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new FailedException($"{host}:{port} cannot be reached: {(e is SocketException ? e.Message : "no answer")}.", e);
        }
    }
}
