using System.Net;

namespace Dlms.Connection;

/// <summary>The two ends of a connection.</summary>
/// <param name="Remote">Where the client is; null where it is not known.</param>
/// <param name="Local">Where the connection came in; null where it is not known.</param>
public readonly record struct Endpoints(IPAddress? Remote, IPEndPoint? Local)
{
    /// <summary>Where the client is, an IPv4 address as such; null where it is not known.</summary>
    public IPAddress? Remote { get; } = Remote is { IsIPv4MappedToIPv6: true } ? Remote.MapToIPv4() : Remote;

    /// <summary>
    /// Whom to count failed attempts and unauthenticated connections for: an IPv4 address, or the 64 bits of an IPv6 address that a network has,
    /// since one host can take any of the addresses in it.
    /// </summary>
    public string Source { get => field ?? ""; } = SourceOf(Remote);

    private static string SourceOf(IPAddress? remote)
    {
        if (remote is null)
        {
            return "";
        }

        if (remote.IsIPv4MappedToIPv6)
        {
            return remote.MapToIPv4().ToString();
        }

        Span<byte> octets = stackalloc byte[16];
        return remote.TryWriteBytes(octets, out var length) && length == octets.Length
            ? Convert.ToHexString(octets[..(octets.Length / 2)])
            : remote.ToString();
    }
}
