using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>Whether the TCP ports are the service's, or free for it.</summary>
internal sealed class PortsCheck : ICheck
{
    /// <inheritdoc />
    public string Subject => "ports";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (gateway.Address is { } address)
        {
            yield return Finding.Ok("HTTP port", $"{address.Port}, the service has it.");
            if (gateway.Store is { } store)
            {
                var port = store.Facts.DlmsPort;
                yield return await Reach.TryAsync("127.0.0.1", port, cancellationToken) is { } fault
                    ? Finding.Bad("DLMS port", $"{port}, the service has it but does not answer on it: {fault}", "Start the service anew; if it stays so, see its log.")
                    : Finding.Ok("DLMS port", $"{port}, the service has it.");
            }
        }
        else if (gateway is { Holder: null, IsUnreadable: false })
        {
            yield return Free("DLMS port", $"{GatewayOptions.Section}:{nameof(GatewayOptions.Dlms)}:{nameof(DlmsOptions.Port)}", gateway.Options.Dlms.Port, IPAddress.IPv6Any);
            var listens = gateway.Options.Http.Listen == HttpOptions.Loopback ? IPAddress.Loopback : IPAddress.IPv6Any;
            yield return Free("HTTP port", $"{GatewayOptions.Section}:{nameof(GatewayOptions.Http)}:{nameof(HttpOptions.Port)}", gateway.Options.Http.Port, listens);
        }
    }

    /// <summary>Takes a port for a moment, as the service would.</summary>
    private static Finding Free(string subject, string setting, int port, IPAddress address)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        try
        {
            if (address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            {
                address = IPAddress.Any;
            }

            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return Finding.Ok(subject, port == 0 ? "Any free one is taken." : $"{text} is free.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            var which = OperatingSystem.IsWindows() ? "netstat -abno shows which" : $"sudo ss -ltnp 'sport = :{text}' shows which";
            return Finding.Bad(subject, $"{text} is held by another program.", $"Stop it ({which}), or set {setting} to another port.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied && HowTo.IsInstalled)
        {
            return Finding.Look(
                subject,
                $"Whether {text} is free is not known: the installed service has the right to it, this account does not.",
                "Call doctor with the rights of an administrator, or start the service.");
        }
        catch (SocketException e)
        {
            return Finding.Bad(
                subject,
                $"{text} cannot be taken: {e.Message}.",
                e.SocketErrorCode == SocketError.AccessDenied ? $"A port below 1024 takes a right that sudo gateway service install gives; or set {setting} to another port." : $"Set {setting} to another port.");
        }
    }
}
