using System.Text.Json;
using Gateway.Configuration;

namespace Gateway.Backups;

/// <summary>
/// The entries of a backup, a compressed archive (tar, gzip) under the encryption:
/// <code>
/// manifest.json    what it is of (BackupManifest); always the first
/// gateway.db       the database
/// settings.json    all settings that were in force, wherever they came from
/// keys/*.xml       the keys that protect the secrets in both
/// mappings/*.json  mapping files of the installation
/// https.pem        the certificate that the gateway made for itself
/// </code>
/// </summary>
internal static class BackupEntries
{
    /// <summary>What it is of.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The database.</summary>
    public const string Database = DataDirectory.DatabaseFile;

    /// <summary>The settings.</summary>
    public const string Settings = DataDirectory.SettingsFile;

    /// <summary>The certificate.</summary>
    public const string Certificate = DataDirectory.CertificateFile;

    /// <summary>The folder of the keys.</summary>
    public const string Keys = DataDirectory.KeysFolder;

    /// <summary>The folder of the mapping files.</summary>
    public const string Mappings = DataDirectory.MappingsFolder;

    /// <summary>Entries of a backup at most: a gateway has some dozens.</summary>
    public const int Most = 5000;

    /// <summary>Octets of an entry at most, but of the database.</summary>
    public const int LongestSmall = 4_000_000;

    /// <summary>How the manifest is written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 4 };

    private const int LongestName = 200;

    /// <summary>What no name of a file may hold on one of the systems that a backup is brought back on, whichever it is made on.</summary>
    private const string Forbidden = "/\\:*?\"<>|";

    /// <summary>Whether an entry may bear a name: a known one, or a plain file in a known folder.</summary>
    public static bool IsKnown(string name) => name switch
    {
        Manifest or Database or Settings or Certificate => true,
        _ => IsIn(name, Keys, ".xml") || IsIn(name, Mappings, ".json"),
    };

    private static bool IsIn(string name, string folder, string extension) =>
        name.Length is > 0 and <= LongestName && name.StartsWith($"{folder}/", StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
        && !name[(folder.Length + 1)..].Any(letter => char.IsControl(letter) || Forbidden.Contains(letter, StringComparison.Ordinal));
}
