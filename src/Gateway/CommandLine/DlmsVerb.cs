using System.CommandLine;
using Cosem;
using Dlms.Client;
using Dlms.Security;

namespace Gateway.CommandLine;

/// <summary>What the verbs of <c>dlms</c> share: connection, device, JSON, and errors in words.</summary>
internal static class DlmsVerb
{
    /// <summary>The management logical device.</summary>
    public const ushort Management = 1;

    /// <summary>The option for JSON.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "JSON lines, one a device, object or value." };

    /// <summary>The option for the logical device.</summary>
    public static readonly Option<ushort?> Device = new("--device") { Description = "A logical device by its address: 1 the gateway, 16 and up the meters; dlms list shows them.", HelpName = "N" };

    /// <summary>Makes a verb.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">Its help.</param>
    /// <param name="symbols">Its own arguments, after the server, and options.</param>
    /// <param name="work">What it does.</param>
    public static Command Create(
        string name, string description, Symbol[] symbols, Func<ParseResult, DlmsConnector, CancellationToken, Task<int>> work)
    {
        var connection = new DlmsConnectionOptions();
        var command = new Command(name, description) { Json };
        var arguments = symbols.OfType<Argument>().ToArray();
        connection.AddTo(command, isRequired: arguments.Length > 0);
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }

        foreach (var option in symbols.OfType<Option>())
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                using var connector = connection.Connector(parsed);
                return await work(parsed, connector, cancellationToken);
            }
            catch (Exception e) when (e is DlmsClientException or InvocationCounterExhaustedException or IOException or TimeoutException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>Reads <c>1.0.1.8.0.255</c>, <c>1.0.1.8.0.255:2</c> or <c>1-0:1.8.0</c>.</summary>
    public static (LogicalName Obis, sbyte? Index) ObjectOf(string name) =>
        ObisText.TryParse(name, out var obis, out var index) ? (obis, index) : throw new RefusedException($"'{name}' is no OBIS code such as 1.0.1.8.0.255, 1.0.1.8.0.255:2 or 1-0:1.8.0.");

    /// <summary>Finds an object in the object list.</summary>
    public static ObjectListElement Find(this IReadOnlyList<ObjectListElement> list, LogicalName obis) =>
        list.FirstOrDefault(element => element.LogicalName == obis)
        ?? throw new RefusedException($"{obis} is not in the object list of this device and client; dlms list with --device shows it.");
}
