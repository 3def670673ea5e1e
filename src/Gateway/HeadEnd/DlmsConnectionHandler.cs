using Dlms.Connection;
using Microsoft.AspNetCore.Connections;

namespace Gateway.HeadEnd;

/// <summary>Hands the connections that Kestrel accepts to the DLMS server.</summary>
internal sealed class DlmsConnectionHandler(DlmsServer server, ILogger<DlmsConnectionHandler> log) : ConnectionHandler
{
    /// <inheritdoc />
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var messages = new AssociationLog(log, connection.RemoteEndPoint);
        try
        {
            messages.Connected();
            var end = await new DlmsConnection(server, connection.Transport, messages).RunAsync(connection.ConnectionClosed);
            messages.Disconnected(end);
        }
        catch (OperationCanceledException)
        {
            messages.Disconnected(ConnectionEnd.ClosedByPeer);
        }
    }
}
