using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cosem.InterfaceClasses;

/// <summary>destination of send_destination_and_method over TCP (IEC 62056-6-2): <c>host:port</c>, an IPv6 address in brackets.</summary>
/// <param name="Host">A name or an address, without brackets.</param>
/// <param name="Port">The TCP port, 1 to 65,535.</param>
public sealed record PushDestination(string Host, int Port)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>Reads <c>head-end.example:4059</c>, <c>192.0.2.1:4059</c> or <c>[2001:db8::1]:4059</c>: ASCII, 255 characters at most.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PushDestination? destination)
    {
        ArgumentNullException.ThrowIfNull(text);
        destination = null;
        var colon = text.LastIndexOf(':');
        if (text.Length > MaxLength || colon < 1 || !IsPort(text.AsSpan(colon + 1), out var port))
        {
            return false;
        }

        var host = text[..colon];
        if (host is ['[', .. var inside, ']'])
        {
            destination = IPAddress.TryParse(inside, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !inside.Contains('[', StringComparison.Ordinal)
                ? new(inside, port)
                : null;
        }
        else if (host.All(char.IsAscii) && Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4)
        {
            destination = new(host, port);
        }

        return destination is not null;
    }

    /// <summary>As it is read.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    private static bool IsPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue;
}
