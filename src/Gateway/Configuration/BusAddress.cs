using System.Globalization;

namespace Gateway.Configuration;

/// <summary>Where a level converter is: a TCP host and port, or a serial port of this machine.</summary>
internal sealed record BusAddress
{
    private const string TcpScheme = "tcp://";

    /// <summary>The host; null for a serial port.</summary>
    public string? Host { get; private init; }

    /// <summary>The TCP port.</summary>
    public int Port { get; private init; }

    /// <summary>The serial port's path or name; null for TCP.</summary>
    public string? SerialPort { get; private init; }

    /// <summary>Reads <c>tcp://host:port</c>, a path, or <c>COMn</c>.</summary>
    public static bool TryParse(string text, out BusAddress address)
    {
        address = new BusAddress();
        if (text.StartsWith(TcpScheme, StringComparison.OrdinalIgnoreCase))
        {
            var colon = text.LastIndexOf(':');
            if (colon <= TcpScheme.Length
                || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || port is < 1 or > 65_535)
            {
                return false;
            }

            address = new BusAddress { Host = text[TcpScheme.Length..colon].Trim('[', ']'), Port = port };
            return Uri.CheckHostName(address.Host) != UriHostNameType.Unknown;
        }

        address = new BusAddress { SerialPort = text };
        return text.StartsWith('/') || (text.StartsWith("COM", StringComparison.OrdinalIgnoreCase) && text.Length > 3 && text[3..].All(char.IsAsciiDigit));
    }

    /// <summary>As it is written in the settings.</summary>
    public override string ToString() => SerialPort ?? $"{TcpScheme}{(Host!.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}
