using System.Net;
using System.Security.Authentication;
using Gateway.Access;
using Gateway.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway;

/// <summary>
/// The port of page and interface. As long as nobody has a password it is this machine's alone: a connection from elsewhere is closed before a byte of it
/// is read. So the first administrator opens the port for others at once, and no connection of anybody is closed for it.
/// </summary>
internal static class HttpPort
{
    /// <summary>Takes the port.</summary>
    public static void ListenHttp(this KestrelServerOptions kestrel, HttpOptions options)
    {
        if (options.Listen == HttpOptions.Loopback)
        {
            kestrel.Listen(IPAddress.Loopback, options.Port, Secure);
            return;
        }

        var users = kestrel.ApplicationServices.GetRequiredService<Users>();
        kestrel.ListenAnyIP(options.Port, listen =>
        {
            listen.Use(next => connection => users.HaveAdministrator || IsOfThisMachine(connection) ? next(connection) : Refuse(connection));
            Secure(listen);
        });
    }

    private static void Secure(ListenOptions listen)
    {
        if (listen.ApplicationServices.GetRequiredService<HttpsCertificate>().Certificate is { } certificate)
        {
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            });
        }
    }

    private static bool IsOfThisMachine(BaseConnectionContext connection) => connection.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);

    private static Task Refuse(ConnectionContext connection)
    {
        connection.Abort();
        return Task.CompletedTask;
    }
}
