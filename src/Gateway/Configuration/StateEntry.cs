using System.Globalization;
using Gateway.CommandLine;

namespace Gateway.Configuration;

/// <summary>Reads entries of the state store that must be right: a counter or key that is guessed is worse than a start that is refused.</summary>
internal static class StateEntry
{
    /// <summary>A number of 32 bits.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static uint Number(string name, string value) =>
        uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, $"is '{value}', which is no number");

    /// <summary>What is said of an entry that cannot be used.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fault">What is wrong, without a secret.</param>
    public static RefusedException Wrong(string name, string fault) =>
        new($"The entry {name} in the database {fault}; bring the data directory back from a backup and run keys change --restored.");
}
