using System.CommandLine;
using Gateway.Configuration;

namespace Gateway.CommandLine;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    /// <summary>The data directory of the gateway; the setting of the same name otherwise.</summary>
    public static readonly Option<string?> DataDirectory = new("--data-directory")
    {
        Description = "The gateway's data directory (setting Gateway:DataDirectory, by default data).",
        HelpName = "DIR",
    };

    /// <summary>The settings, with what the command line says of them.</summary>
    public static GatewayOptions Settings(ParseResult parsed) => Configuration.Settings.Load(Arguments(parsed));

    /// <summary>What the command line says of the settings.</summary>
    public static string[] Arguments(ParseResult parsed) => parsed.GetValue(DataDirectory) is { } folder ? [$"--Gateway:DataDirectory={folder}"] : [];
}
