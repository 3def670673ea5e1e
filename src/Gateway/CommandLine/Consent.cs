using System.CommandLine;

namespace Gateway.CommandLine;

/// <summary>Asks a person at a terminal before something is replaced; a script, whose standard input is no terminal, is not asked.</summary>
internal static class Consent
{
    /// <summary>The option with which nobody is asked.</summary>
    public static readonly Option<bool> Yes = new("--yes") { Description = "Does not ask back on a terminal." };

    /// <summary>Asks.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="what">What is about to happen, as a sentence.</param>
    /// <exception cref="RefusedException">The answer is not yes.</exception>
    public static void Ask(ParseResult parsed, string what)
    {
        if (parsed.GetValue(Yes) || Console.IsInputRedirected)
        {
            return;
        }

        Console.Error.Write($"{what} Go on? (yes/no) ");
        if (Console.ReadLine()?.Trim().ToUpperInvariant() is not ("YES" or "Y"))
        {
            throw new RefusedException("Nothing was changed.");
        }
    }
}
