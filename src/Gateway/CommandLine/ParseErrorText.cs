using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Gateway.CommandLine;

/// <summary>What is wrong with a command line, and where help is.</summary>
internal static class ParseErrorText
{
    /// <summary>The types of numbers that options and arguments have, with the largest of each.</summary>
    private static readonly Dictionary<Type, uint> Largest = new() { [typeof(int)] = int.MaxValue, [typeof(ushort)] = ushort.MaxValue, [typeof(uint)] = uint.MaxValue };

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

    /// <summary>The parser speaks of .NET types where a number is none, and does not name the option that knows no such word.</summary>
    private static string Words(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens: [var token] } => Words(option.Name, token.Value, option.ValueType, option.GetCompletions(CompletionContext.Empty)),
        ArgumentResult { Argument: var argument, Tokens: [var token] } => Words(argument.Name, token.Value, argument.ValueType, argument.GetCompletions(CompletionContext.Empty)),
        ArgumentResult { Argument: var argument, Tokens: [] } => $"{argument.Name} is missing. {argument.Description}",
        _ => null,
    } ?? string.Join(' ', error.Message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Why a value is none; null: it is not known here.</summary>
    private static string? Words(string name, string value, Type type, IEnumerable<CompletionItem> allowed)
    {
        var words = allowed.Select(item => item.Label).Order(StringComparer.Ordinal).ToArray();
        if (words.Length > 1 && !words.Contains(value, StringComparer.Ordinal))
        {
            return $"{name} is '{value}'; give {string.Join(", ", words[..^1])} or {words[^1]}.";
        }

        return !Largest.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var largest) ? null
            : !IsWhole(value) ? $"{name} is '{value}'; give a whole number."
            : largest == int.MaxValue ? $"{name} is '{value}'; no number here is so large."
            : $"{name} is '{value}'; give a whole number from 0 to {largest}.";
    }

    private static bool IsWhole(string text) => text.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

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
