using System.CommandLine;
using Dlms.Security;
using Gateway.Configuration;
using Metering;
using Metering.Storage;

namespace Gateway.CommandLine;

/// <summary>Where the keys come from that decipher pushes. Never from the arguments, which every user of the machine can see.</summary>
internal static class ListenKeys
{
    private const string EncryptionKeyVariable = "GATEWAY_GUEK";
    private const string AuthenticationKeyVariable = "GATEWAY_GAK";
    private const string WhenSeen = "give the gateway a new one (keys change)";

    private static readonly Option<string?> Folder = new("--keys")
    {
        Description = "The data directory of the gateway on this machine whose keys decipher what it pushes.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> EncryptionKey = new("--ek")
    {
        Description = $"Where the gateway's block cipher key (GUEK) stands, {KeyPlace.Digits} hexadecimal digits: {KeyPlace.Allowed}. If not given: {EncryptionKeyVariable} in the environment.",
        HelpName = "PLACE",
    };

    private static readonly Option<string?> AuthenticationKey = new("--ak")
    {
        Description = $"Where its authentication key (GAK) stands. If not given: {AuthenticationKeyVariable} in the environment.",
        HelpName = "PLACE",
    };

    /// <summary>Adds the options to the verb.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Folder);
        command.Add(EncryptionKey);
        command.Add(AuthenticationKey);
    }

    /// <summary>The keys, ready for use; null: only plain pushes can be read.</summary>
    /// <exception cref="RefusedException">There are none where they should be.</exception>
    public static async Task<Ciphering?> ReadAsync(ParseResult parsed)
    {
        var (ek, ak) = (parsed.GetValue(EncryptionKey), parsed.GetValue(AuthenticationKey));
        if (parsed.GetValue(Folder) is { } folder)
        {
            return ek is null && ak is null ? await OfDirectoryAsync(folder) : throw new RefusedException("Give --keys, or --ek and --ak.");
        }

        var encryption = Read(ek, "--ek", EncryptionKeyVariable);
        var authentication = Read(ak, "--ak", AuthenticationKeyVariable);
        return (encryption, authentication) switch
        {
            (null, null) => null,
            (not null, not null) => SecuritySuite.Suite0.CreateCiphering(encryption, authentication),
            (null, _) => throw new RefusedException($"--ak needs --ek too (or {EncryptionKeyVariable})."),
            _ => throw new RefusedException($"--ek needs --ak too (or {AuthenticationKeyVariable})."),
        };
    }

    private static byte[]? Read(string? place, string option, string variable)
    {
        place ??= string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) ? null : $"env:{variable}";
        return place is null ? null : Convert.FromHexString(KeyPlace.Read(place, Console.In, option, WhenSeen));
    }

    private static async Task<Ciphering> OfDirectoryAsync(string folder)
    {
        DataDirectory.RefuseOther(folder);
        try
        {
            await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(folder));
            return (await new Secrets(folder, new SqliteStateStore(database)).KeysAsync()).CreateCiphering();
        }
        catch (StoreException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }
}
