using System.Net.Sockets;
using Dlms.Acse;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary>Makes associations with the logical devices of one server.</summary>
/// <param name="host">The server.</param>
/// <param name="port">Its TCP port.</param>
/// <param name="options">How to associate.</param>
/// <param name="use">How to come to the invocation counter; null when none is sent.</param>
/// <param name="connectTimeout">How long the connection may take.</param>
internal sealed class DlmsConnector(string host, int port, DlmsClientOptions options, CounterUse? use, TimeSpan connectTimeout) : IDisposable
{
    private ClientCounters? _counters;
    private DlmsClient? _client;
    private ushort _device;
    private uint _before;
    private uint _first;

    /// <summary>Connects and associates.</summary>
    public async Task<DlmsClient> AssociateAsync(ushort device, CancellationToken cancellationToken)
    {
        _device = device;
        var security = options.Security is { } given && use is not null ? given.From(await FirstCounterAsync(given, use, device, cancellationToken)) : options.Security;
        try
        {
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
        catch (AssociationRefusedException e)
        {
            throw new FailedException($"{e.Message}{Hint(e)}", e);
        }
    }

    /// <summary>Remembers where the counter stands now, and leaves it to the next verb.</summary>
    public void Dispose()
    {
        // the public client and who could not connect used none
        using var counters = _counters;
        counters?.Store(Math.Max(_before, _client?.NextInvocationCounter ?? _before));
    }

    /// <summary>The counter to begin with; those after it are reserved before the first of them is sent.</summary>
    private async Task<uint> FirstCounterAsync(ClientSecurity security, CounterUse counter, ushort device, CancellationToken cancellationToken)
    {
        _counters = await ClientCounters.OpenAsync(counter.Folder, security.SystemTitle, counter.Fingerprint, cancellationToken);
        _before = _counters?.Next ?? 0;
        _first = counter.Given ?? Math.Max(_before, await NextCounterAsync(device, cancellationToken));
        if (_first < _before)
        {
            await Console.Error.WriteLineAsync($"The counter {_first} was used with this key before; the next that was not is {_before}.");
        }

        _counters?.Store(Math.Max(_before, uint.MaxValue - _first < ClientCounters.Reserved ? uint.MaxValue : _first + ClientCounters.Reserved));
        return _first;
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
            throw new FailedException($"The public client cannot read the invocation counter; give --counter. {e.Message}{Hint(e)}", e);
        }
    }

    /// <summary>What may be meant by an association that is refused, and what shows it; else nothing.</summary>
    private string Hint(DlmsClientException e) => e is not AssociationRefusedException { Diagnostic: var diagnostic } || diagnostic != ResultSourceDiagnostic.AuthenticationFailure ? ""
        : _device == DlmsVerb.Management ? " It does not say which: wrong password or keys, or an unknown client."
        : $" It does not say which: wrong password or keys, an unknown client, or there is no logical device {_device}; dlms list {host}:{port} shows which there are.";

    private async Task<DlmsClient> AssociateAsync(DlmsClientOptions how, CancellationToken cancellationToken)
    {
        var client = new DlmsClient(await ConnectAsync(cancellationToken), how);
        _client = client;
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
