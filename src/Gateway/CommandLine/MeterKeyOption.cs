using System.CommandLine;
using System.Text;

namespace Gateway.CommandLine;

/// <summary>The option for a meter's key, which is never an argument: every user of the machine can see those.</summary>
internal sealed class MeterKeyOption
{
    private const string None = "none";
    private const string FromInput = "-";
    private const string FromEnvironment = "env:";
    private const int Digits = 32;

    /// <summary>The option.</summary>
    public Option<string?> Option { get; } = new("--key")
    {
        Description = "Where the meter's AES-128 key stands, 32 hexadecimal digits: a file, - for standard input, env:NAME for a variable; none takes it back.",
        HelpName = "FILE|-|env:NAME|none",
    };

    /// <summary>Reads the key; null takes it back.</summary>
    /// <exception cref="RefusedException">It cannot be read; the message does not show what was read.</exception>
    public bool TryRead(ParseResult parsed, TextReader input, out string? key)
    {
        key = null;
        if (parsed.GetValue(Option) is not { } place)
        {
            return false;
        }

        if (place.Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        key = Read(place, input)?.Trim();
        return key is { Length: Digits } && key.All(char.IsAsciiHexDigit)
            ? true
            : throw new RefusedException($"--key: there are no {Digits} hexadecimal digits in {(place.StartsWith(FromEnvironment, StringComparison.Ordinal) || place == FromInput ? place : "the file")}.");
    }

    private static string? Read(string place, TextReader input)
    {
        if (place == FromInput)
        {
            return Console.IsInputRedirected ? input.ReadLine() : Prompt();
        }

        if (place.StartsWith(FromEnvironment, StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(place[FromEnvironment.Length..]);
        }

        if (place.Length == Digits && place.All(char.IsAsciiHexDigit) && !File.Exists(place))
        {
            throw new RefusedException("--key takes the name of a file, -, env:NAME or none: a key on the command line can be seen by every user of this machine. Give the meter a new one if it can have one.");
        }

        try
        {
            return new FileInfo(place).Length > Digits * 2 ? null : File.ReadAllText(place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"--key: {e.Message}", e);
        }
    }

    /// <summary>Asks for it on the terminal and shows nothing of it.</summary>
    private static string Prompt()
    {
        Console.Error.Write("Key: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed && typed.Length <= Digits)
        {
            typed = pressed.Key == ConsoleKey.Backspace ? typed.Remove(Math.Max(0, typed.Length - 1), Math.Min(1, typed.Length)) : typed.Append(pressed.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
