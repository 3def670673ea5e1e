using System.CommandLine;
using Gateway.Backups;

namespace Gateway.CommandLine;

/// <summary>Where the passphrase of a backup stands; without the option it is asked for on the terminal.</summary>
internal static class PassphraseOption
{
    private const string Name = "--passphrase";

    /// <summary>The option.</summary>
    public static readonly Option<string?> Option = new(Name)
    {
        Description = $"Where the passphrase stands: {SecretPlace.Allowed}. It is never an argument, which every user of this machine can see.",
        HelpName = "FILE|-|env:NAME",
    };

    /// <summary>Reads it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="asksTwice">Whether a person types it twice, since a backup with a mistyped one is worth nothing.</param>
    /// <exception cref="RefusedException">There is none, or it cannot be one.</exception>
    public static string Read(ParseResult parsed, bool asksTwice)
    {
        var text = parsed.GetValue(Option) is { } place ? ReadFrom(place)
            : Console.IsInputRedirected ? throw new RefusedException($"Give {Name}: {SecretPlace.Allowed}.")
            : Ask(asksTwice);
        try
        {
            _ = BackupPassphrase.Of(text);
            return text;
        }
        catch (BackupException e)
        {
            throw new RefusedException($"{Name}: {e.Message}", e);
        }
    }

    private static string ReadFrom(string place)
    {
        try
        {
            return SecretPlace.Read(place, Console.In, "Passphrase", BackupPassphrase.Longest)?.TrimEnd('\r', '\n') ?? throw new RefusedException($"{Name}: there is no passphrase in that place.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // the text may be the passphrase itself: it is not shown
            throw new RefusedException($"{Name}: there is no such file, or the account {Environment.UserName}, as which this runs, cannot read it. "
                + $"It takes {SecretPlace.Allowed}; if that was the passphrase itself, choose another one.");
        }
    }

    private static string Ask(bool asksTwice)
    {
        var text = SecretPlace.Ask("Passphrase", BackupPassphrase.Longest);
        return !asksTwice || SecretPlace.Ask("Once more", BackupPassphrase.Longest) == text ? text : throw new RefusedException("These are two different passphrases.");
    }
}
