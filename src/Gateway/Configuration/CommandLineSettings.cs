using Gateway.CommandLine;

namespace Gateway.Configuration;

/// <summary>Checks the form of settings on the command line: the framework passes over what it does not understand without a word.</summary>
internal static class CommandLineSettings
{
    private static readonly string[] Sections = ["--Gateway:", "--Serilog:"];

    /// <summary>Every argument is <c>--Section:Key value</c> or <c>--Section:Key=value</c>.</summary>
    /// <exception cref="RefusedException">One is not; the message names it.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!Sections.Any(section => args[i].StartsWith(section, StringComparison.OrdinalIgnoreCase)))
            {
                throw new RefusedException($"'{args[i]}' is no setting; settings are written --Gateway:Key value.");
            }

            if (args[i].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (i + 1 == args.Count || Sections.Any(section => args[i + 1].StartsWith(section, StringComparison.OrdinalIgnoreCase)))
            {
                throw new RefusedException($"{args[i]} has no value.");
            }

            i++;
        }
    }
}
