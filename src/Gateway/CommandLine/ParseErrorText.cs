using System.CommandLine;
using System.CommandLine.Parsing;

namespace Gateway.CommandLine;

/// <summary>What is wrong with a command line, and where help is.</summary>
internal static class ParseErrorText
{
    /// <summary>A line for each fault; only the first word that is not known, since what follows from it says nothing more.</summary>
    public static string Of(ParseResult parsed)
    {
        var faults = parsed.UnmatchedTokens.Count > 0
            ? [Unmatched(parsed)]
            : parsed.Errors.Select(Words);
        var verb = string.Join(' ', Verbs(parsed.CommandResult).Reverse());
        return string.Join(Environment.NewLine, faults.Distinct(StringComparer.Ordinal).Append($"{verb} --help shows what there is."));
    }

    /// <summary>A key in several words leaves the rest of its digits over.</summary>
    private static string Unmatched(ParseResult parsed) =>
        parsed.Tokens.Select(token => token.Value).SkipWhile(word => word != "--key").Skip(1).ToList() is [var first, ..] words
            && first.All(char.IsAsciiHexDigit) && KeyPlace.MayBeKey(string.Concat(words))
            ? "--key takes one word; a key is never an argument, which can be seen by every user of this machine: put it into a file."
            : $"Unrecognized command or argument '{parsed.UnmatchedTokens[0]}'.";

    /// <summary>The parser speaks of .NET types where a number is none.</summary>
    private static string Words(ParseError error) =>
        error.SymbolResult is OptionResult { Option: var option, Tokens: [var token] } && IsNumber(option.ValueType)
            ? $"{option.Name} is '{token.Value}'; {(IsWhole(token.Value) ? "no number here is so large" : "give a whole number")}."
            : error.SymbolResult is ArgumentResult { Argument: var argument, Tokens: [] } ? $"{argument.Name} is missing. {argument.Description}"
            : string.Join(' ', error.Message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static bool IsWhole(string text) => text.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    private static bool IsNumber(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(int) || plain == typeof(ushort));

    private static IEnumerable<string> Verbs(SymbolResult? result)
    {
        for (; result is not null; result = result.Parent)
        {
            if (result is CommandResult command)
            {
                yield return command.Command is RootCommand ? "Gateway" : command.Command.Name;
            }
        }
    }
}
