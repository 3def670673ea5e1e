namespace Gateway.Access;

/// <summary>Passwords that whoever guesses tries first: a word that thousands have chosen, with a few digits or signs about it, or a row of neighbours.</summary>
internal static class CommonPasswords
{
    /// <summary>Digits and signs about a word that make no password of it: 8, such as a date. With more of them it is not guessed by its word.</summary>
    private const int MostAround = 8;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "admin", "administrator", "administrador", "changeme", "default", "elvaco", "football", "gateway", "guest", "iloveyou", "installer", "letmein", "login", "manager",
        "master", "mbus", "meter", "metering", "monkey", "operator", "pass", "passw0rd", "password", "passwort", "princess", "qwerty", "qwertyuiop", "qwertz", "qwertzuiop",
        "root", "secret", "service", "sunshine", "superadmin", "superuser", "supervisor", "support", "system", "test", "user", "viewer", "welcome", "zxcvbnm",
    };

    /// <summary>Rows of digits, letters and keys; along and across the keyboard.</summary>
    private static readonly string[] Rows =
    [
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1234567890qwertyuiop", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "qwerty1234567890", "abc1234567890",
    ];

    /// <summary>Whether a password is one.</summary>
    public static bool Have(string password)
    {
        var small = password.ToLowerInvariant();
        var backwards = string.Concat(small.Reverse());
        var word = WordIn(small);
        return (Words.Contains(word) && small.Length - word.Length <= MostAround)
            || Rows.Any(row => row.Contains(small, StringComparison.Ordinal) || row.Contains(backwards, StringComparison.Ordinal));
    }

    /// <summary>What is left without what is no letter, of whatever script, at both ends.</summary>
    private static string WordIn(string text) =>
        text.Any(char.IsLetter) ? text[Array.FindIndex([.. text], char.IsLetter)..(Array.FindLastIndex([.. text], char.IsLetter) + 1)] : "";
}
