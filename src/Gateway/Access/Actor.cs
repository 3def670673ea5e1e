using System.Net;
using System.Security.Claims;
using Metering.Events;

namespace Gateway.Access;

/// <summary>Who asks, and from where, as events and the audit log tell it.</summary>
/// <param name="Name"><c>user kim</c>, <c>token 1F0A93C2 (billing)</c> or <c>the command line of user kim</c>.</param>
/// <param name="Source">The address the request came from.</param>
internal readonly record struct Actor(string Name, string Source)
{
    /// <summary>What the command line says of itself in the field User-Agent, before its user's name.</summary>
    public const string CommandLine = "gateway-command-line";

    /// <summary>The source of what came over a loopback address.</summary>
    public const string ThisMachine = "this machine";

    /// <summary>Letters of a name that are kept.</summary>
    private const int MostLetters = 60;

    /// <summary>What this process says of itself.</summary>
    public static string UserAgent { get; } = $"{CommandLine} {string.Concat(Environment.UserName.Select(letter => char.IsAscii(letter) && !char.IsControl(letter) ? letter : '?'))}";

    /// <summary>Who made a request.</summary>
    public static Actor Of(HttpContext context) => new(context.User.FindFirstValue(ClaimTypes.Name) ?? "nobody", SourceOf(context));

    /// <summary>The address a request came from, without its port; an IPv4 address as such.</summary>
    public static string SourceOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => ThisMachine,
        var address when IPAddress.IsLoopback(address) => ThisMachine,
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        var address => address.ToString(),
    };

    /// <summary>Who has the token of this start, in words; he may say what he likes.</summary>
    public static string OfLocal(HttpRequest request)
    {
        var agent = EventMessage.Of(request.Headers.UserAgent.ToString());
        agent = agent.Length > MostLetters ? agent[..MostLetters] : agent;
        return agent.StartsWith($"{CommandLine} ", StringComparison.Ordinal) ? $"the command line of user {agent[(CommandLine.Length + 1)..]}"
            : agent.Length > 0 ? $"the local interface ({agent})"
            : "the local interface";
    }

    /// <summary><c>user kim from 10.0.0.5</c>; of this machine the name alone.</summary>
    public override string ToString() => Source == ThisMachine ? Name : $"{Name} from {Source}";
}
