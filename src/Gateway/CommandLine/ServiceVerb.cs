using System.CommandLine;

namespace Gateway.CommandLine;

/// <summary>What the verbs share that ask the service.</summary>
internal static class ServiceVerb
{
    /// <summary>The option for JSON.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line." };

    /// <summary>Makes a verb.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">Its help.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="work">What it does; returns the exit code.</param>
    public static Command Create(
        string name, string description, Symbol[] symbols, Func<ParseResult, ServiceClient, CancellationToken, Task<int>> work)
    {
        var command = new Command(name, description);
        foreach (var argument in symbols.OfType<Argument>())
        {
            command.Add(argument);
        }

        foreach (var option in symbols.OfType<Option>().Append(CommonOptions.DataDirectory))
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var client = await ServiceClient.ConnectAsync(CommonOptions.Settings(parsed), cancellationToken);
            return await work(parsed, client, cancellationToken);
        });
        return command;
    }
}
