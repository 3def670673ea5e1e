using System.Net;
using Dlms.Connection;
using Gateway.Events;
using Metering.Events;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.HeadEnd;

/// <summary>Hands the connections that Kestrel accepts to the DLMS server.</summary>
internal sealed class DlmsConnectionHandler(DlmsServer server, RepeatedEvents repeated, IEventLog events, HeadEndCounters counters, ConnectedClients clients, ILogger<DlmsConnectionHandler> log) : ConnectionHandler
{
    /// <inheritdoc />
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var endpoints = EndpointsOf(connection);
        using var visit = clients.Enter(endpoints.Source);
        var messages = new AssociationLog(log, repeated, events, counters, visit, connection.RemoteEndPoint, endpoints.Source);

        // head-ends stay connected for days: a service that stops does not wait for them
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        try
        {
            messages.Connected();
            var end = await new DlmsConnection(server, connection.Transport, messages, endpoints).RunAsync(closed.Token);
            messages.Disconnected(end);
        }
        catch (OperationCanceledException)
        {
            messages.Disconnected(ConnectionEnd.ClosedByPeer);
        }
    }

    private static Endpoints EndpointsOf(ConnectionContext connection) =>
        new((connection.RemoteEndPoint as IPEndPoint)?.Address, connection.LocalEndPoint as IPEndPoint);
}
