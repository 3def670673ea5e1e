using Metering.Events;

namespace Gateway.Api;

/// <summary>Who changes something over the local interface, in words for an event; whoever has the token may say what he likes.</summary>
internal static class LocalActor
{
    /// <summary>What the command line says of itself in the field User-Agent, before its user's name.</summary>
    public const string CommandLine = "gateway-command-line";

    /// <summary>Letters of a name that are kept.</summary>
    private const int MostLetters = 60;

    /// <summary>What this process says of itself.</summary>
    public static string UserAgent { get; } = $"{CommandLine} {string.Concat(Environment.UserName.Select(letter => char.IsAscii(letter) && !char.IsControl(letter) ? letter : '?'))}";

    /// <summary><c>the command line of user kim</c>, or <c>the local interface (curl/8.5.0)</c>.</summary>
    public static string Of(HttpRequest request)
    {
        var agent = EventMessage.Of(request.Headers.UserAgent.ToString());
        agent = agent.Length > MostLetters ? agent[..MostLetters] : agent;
        return agent.StartsWith($"{CommandLine} ", StringComparison.Ordinal) ? $"the command line of user {agent[(CommandLine.Length + 1)..]}"
            : agent.Length > 0 ? $"the local interface ({agent})"
            : "the local interface";
    }
}
