using System.Security.Cryptography;
using Gateway.CommandLine;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Configuration;

/// <summary>Secrets among the settings as they stand in <see cref="SettingsFile"/>: encrypted with the keys of the data directory, as all <see cref="Secrets"/> are.</summary>
internal static class ProtectedSettings
{
    /// <summary>Tells what is encrypted from what somebody wrote into the file.</summary>
    private const string Mark = "protected:";

    private const string Purpose = "settings";

    /// <summary>Whether the value of a path is a secret.</summary>
    public static bool IsSecret(string path) => path.EndsWith("Password", StringComparison.OrdinalIgnoreCase);

    /// <summary>A value as it stands in the file of a data directory.</summary>
    public static string? InFile(string folder, string path, string? value) => value is not null && IsSecret(path) ? Mark + Secrets.ProtectorOf(folder, Purpose).Protect(value) : value;

    /// <summary>The value that stands there; what somebody wrote in clear is taken as it is.</summary>
    /// <exception cref="RefusedException">The key that it was encrypted with is not there.</exception>
    public static string? FromFile(string folder, string path, string? value)
    {
        if (value is null || !IsSecret(path) || !value.StartsWith(Mark, StringComparison.Ordinal))
        {
            return value;
        }

        try
        {
            return Secrets.ReaderOf(folder, Purpose).Unprotect(value[Mark.Length..]);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(
                $"{SettingsFile.In(folder)}: {path} cannot be read, {DataDirectory.KeysIn(folder).FullName} does not hold its key; bring that folder back from the same backup, or write the value itself in its place.",
                e);
        }
    }
}
