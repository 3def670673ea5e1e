using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Access;

/// <summary>
/// Passwords as they are kept: PBKDF2 (RFC 8018) with HMAC-SHA-512 and a salt of their own,
/// <code>
/// pbkdf2-sha512 210000 (salt, 32 hexadecimal digits) (hash, 64 hexadecimal digits)
/// </code>
/// </summary>
internal static class PasswordHash
{
    /// <summary>Shorter passwords are refused: 10 characters.</summary>
    public const int LeastLength = 10;

    /// <summary>Longer ones are refused: 128 characters, beyond any that is typed.</summary>
    public const int MostLength = 128;

    private const string Algorithm = "pbkdf2-sha512";

    /// <summary>0.1-0.2 s of a small machine's core.</summary>
    private const int Iterations = 210_000;

    private const int SaltLength = 16;
    private const int HashLength = 32;

    /// <summary>What a password is compared with where there is no such user, so that names cannot be found by the time an answer takes.</summary>
    public static string OfNobody { get; } = Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltLength)));

    /// <summary>What is kept of a password.</summary>
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, HashLength);
        return string.Create(CultureInfo.InvariantCulture, $"{Algorithm} {Iterations} {Convert.ToHexString(salt)} {Convert.ToHexString(hash)}");
    }

    /// <summary>Whether a password is the one that was kept; what is no such text fits none.</summary>
    public static bool Fits(string password, string kept)
    {
        if (password.Length > MostLength
            || kept.Split(' ') is not [Algorithm, var count, { Length: 2 * SaltLength } salt, { Length: 2 * HashLength } hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > 10 * Iterations
            || !salt.All(char.IsAsciiHexDigit)
            || !hash.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        var found = Rfc2898DeriveBytes.Pbkdf2(password, Convert.FromHexString(salt), iterations, HashAlgorithmName.SHA512, HashLength);
        return CryptographicOperations.FixedTimeEquals(found, Convert.FromHexString(hash));
    }

    /// <summary>What is wrong with a new password; null: nothing.</summary>
    public static string? WrongWith(string? password, string name) =>
        password is null || password.Length < LeastLength ? $"A password has at least {LeastLength} characters."
        : password.Length > MostLength ? $"A password has at most {MostLength} characters."
        : password.Distinct().Count() < 4 ? "A password has at least four different characters."
        : CommonPasswords.Have(password) ? "This password is among the first that are guessed: a common word, or neighbours on the keyboard."
        : password.Contains(name, StringComparison.OrdinalIgnoreCase) ? "A password does not contain the user's name."
        : null;
}
