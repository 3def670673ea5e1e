using System.CommandLine;
using Gateway.Configuration;

namespace Gateway.CommandLine;

/// <summary>A time as a person types it, or as the tables of this program show it.</summary>
internal static class TimeArgument
{
    /// <summary>What an option takes, for its help.</summary>
    public const string Help = "2026-11-28 or 2026-11-28T14:05 in this machine's zone, with +01:00 or Z in that; 6h or 1d is as long ago";

    /// <summary>What a refusal shows.</summary>
    public const string Example = "2026-11-28, 2026-11-28T14:05, 2026-11-28T14:05:00+01:00";

    /// <summary>The time that an option gives; null: it is not given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="now">What "an hour ago" is reckoned from.</param>
    /// <exception cref="RefusedException">It is none.</exception>
    public static DateTimeOffset? Read(ParseResult parsed, Option<string?> option, DateTimeOffset now)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        return DurationText.TryParse(text, out var ago) && !text.Contains(':', StringComparison.Ordinal) ? now - ago
            : MomentText.TryParseLocal(text, out var at) ? at
            : throw new RefusedException($"{option.Name} is '{text}'; give a time such as {Example}, or 6h for six hours ago.");
    }
}
