using System.Text;

namespace Gateway.CommandLine;

/// <summary>Reads a secret from the place that an option names, since every user of the machine can see the arguments themselves.</summary>
internal static class SecretPlace
{
    /// <summary>The places.</summary>
    public const string Allowed = "a file, - for standard input, env:NAME for a variable";

    /// <summary>Standard input.</summary>
    public const string FromInput = "-";

    /// <summary>What a place begins with that is a variable.</summary>
    public const string FromEnvironment = "env:";

    /// <summary>The text that stands there; null: there is none, or it is far too long.</summary>
    /// <param name="place">A file, - or env:NAME.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="prompt">Asks for it on a terminal.</param>
    /// <param name="longest">Characters at most; a file may have as many again, for the ends of its lines.</param>
    /// <exception cref="IOException">The file cannot be read; or one of the other exceptions of <see cref="File.ReadAllText(string)"/>.</exception>
    public static string? Read(string place, TextReader input, string prompt, int longest)
    {
        if (place == FromInput)
        {
            return Console.IsInputRedirected ? input.ReadLine() : Ask(prompt, longest);
        }

        return place.StartsWith(FromEnvironment, StringComparison.Ordinal) ? Environment.GetEnvironmentVariable(place[FromEnvironment.Length..])
            : new FileInfo(place).Length > longest * 2 ? null
            : File.ReadAllText(place);
    }

    /// <summary>Asks for it on the terminal and shows nothing of it.</summary>
    public static string Ask(string prompt, int longest)
    {
        Console.Error.Write($"{prompt}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed && typed.Length <= longest)
        {
            typed = pressed.Key == ConsoleKey.Backspace ? typed.Remove(Math.Max(0, typed.Length - 1), Math.Min(1, typed.Length)) : typed.Append(pressed.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
