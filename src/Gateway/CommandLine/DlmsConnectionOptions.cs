using System.CommandLine;
using System.Globalization;

namespace Gateway.CommandLine;

/// <summary>The options of the verbs that talk to a DLMS server, and the connections they make.</summary>
internal sealed class DlmsConnectionOptions
{
    /// <summary>The port registered for DLMS/COSEM.</summary>
    public const int UsualPort = 4059;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Argument<string> _server = new("HOST[:PORT]")
    {
        Description = $"The server; port {UsualPort} if not given.",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly DlmsSecurityOptions _security = new();

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="isRequired">Whether the server has to be named, since other arguments follow.</param>
    public void AddTo(Command command, bool isRequired = false)
    {
        if (isRequired)
        {
            _server.DefaultValueFactory = null;
            _server.Description = $"The server; port {UsualPort} if not given.";
        }

        command.Add(_server);
        _security.AddTo(command);
    }

    /// <summary>Opens connections as the command line says.</summary>
    public DlmsConnector Connector(ParseResult parsed)
    {
        var server = parsed.GetValue(_server)!;
        var colon = server.LastIndexOf(':');
        var hasPort = colon > 0 && !server.EndsWith(']') && server.IndexOf(':', StringComparison.Ordinal) == colon;
        var port = UsualPort;
        if (hasPort && (!int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65_535))
        {
            throw new RefusedException($"'{server}' is no HOST or HOST:PORT; a port is 1 to 65535.");
        }

        var options = _security.Read(parsed, out var counter);
        return new DlmsConnector(hasPort ? server[..colon] : server, port, options, counter, ConnectTimeout);
    }
}
