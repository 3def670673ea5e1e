namespace Gateway.CommandLine;

/// <summary>
/// Reads a key from the place that an option names, since every user of the machine can see the arguments themselves. Neither
/// what was read nor a place that may itself be the key is ever shown.
/// </summary>
internal static class KeyPlace
{
    /// <summary>The places.</summary>
    public const string Allowed = SecretPlace.Allowed;

    /// <summary>Standard input.</summary>
    public const string FromInput = SecretPlace.FromInput;

    /// <summary>The digits of an AES-128 key.</summary>
    public const int Digits = 32;

    private const string Never = "a key is never an argument, which can be seen by every user of this machine: put it into a file";

    /// <summary>More hexadecimal digits than a serial number has in a row may be a key that was mistyped.</summary>
    private const int FewestDigitsOfKey = 16;

    /// <summary>The 32 digits that stand there.</summary>
    /// <param name="place">A file, - or env:NAME.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="option">The option that names the place.</param>
    /// <param name="whenSeen">What to do about a key that stood in the arguments.</param>
    /// <exception cref="RefusedException">There is no key; the message shows nothing that may be one.</exception>
    public static string Read(string place, TextReader input, string option = "--key", string whenSeen = "give the meter a new one if it can have one")
    {
        var key = ReadText(place, input, option, whenSeen)?.Trim();
        return key is { Length: Digits } && key.All(char.IsAsciiHexDigit)
            ? key
            : throw new RefusedException($"{option}: there are no {Digits} hexadecimal digits in {Words(place)}.");
    }

    /// <summary>Whether a text holds so many hexadecimal digits in a row, blanks and dashes left aside, that it may be a key or most of one.</summary>
    public static bool MayBeKey(string text)
    {
        var row = 0;
        foreach (var c in text.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or ':')))
        {
            row = char.IsAsciiHexDigit(c) ? row + 1 : 0;
            if (row >= FewestDigitsOfKey)
            {
                return true;
            }
        }

        return false;
    }

    private static string? ReadText(string place, TextReader input, string option, string whenSeen)
    {
        try
        {
            return SecretPlace.Read(place, input, "Key", Digits);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // the exception within names the file, too
            throw MayBeKey(place)
                ? new RefusedException($"{option}: there is no such file, and {Never}, or give - or env:NAME. If that was a key, {whenSeen}.")
                : new RefusedException($"{option}: {e.Message} The account {Environment.UserName}, as which this runs, has to be able to read it. It takes {Allowed}.", e);
        }
    }

    private static string Words(string place) =>
        place == FromInput ? "standard input"
        : !place.StartsWith(SecretPlace.FromEnvironment, StringComparison.Ordinal) ? "the file"
        : MayBeKey(place) ? $"that variable; {Never}"
        : place;
}
