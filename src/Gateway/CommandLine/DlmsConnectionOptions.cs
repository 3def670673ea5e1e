using System.CommandLine;
using System.Globalization;

namespace Gateway.CommandLine;

/// <summary>The options of the verbs that talk to a DLMS server, and the connections they make.</summary>
internal sealed class DlmsConnectionOptions
{
    /// <summary>The port registered for DLMS/COSEM.</summary>
    public const int UsualPort = 4059;

    private const string PasswordVariable = "GATEWAY_LLS_PASSWORD";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Argument<string> _server = new("HOST[:PORT]")
    {
        Description = $"The server; port {UsualPort} if not given.",
        DefaultValueFactory = _ => "localhost",
    };

    private readonly Option<string?> _password = new("--password")
    {
        Description = $"The management client's password (LLS); better in the environment, {PasswordVariable}. Without one: public client.",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_password);
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
            throw new RefusedException($"'{server}' is no HOST or HOST:PORT.");
        }

        var password = parsed.GetValue(_password) ?? Environment.GetEnvironmentVariable(PasswordVariable);
        if (password?.All(char.IsAscii) == false)
        {
            throw new RefusedException("--password takes ASCII characters.");
        }

        return new DlmsConnector(hasPort ? server[..colon] : server, port, password, ConnectTimeout);
    }
}
