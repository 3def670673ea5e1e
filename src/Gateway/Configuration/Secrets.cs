using System.Security.Cryptography;
using System.Text;
using Dlms.Security;
using Gateway.CommandLine;
using Metering;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Configuration;

/// <summary>
/// What must not be read by others: kept in the state store, encrypted with keys that lie in the data directory and that only
/// its owner can read.
/// </summary>
internal sealed class Secrets
{
    private const string LlsPasswordState = "dlms.management.password";
    private const string KeysState = "dlms.management.keys";
    private const string Application = "gateway";
    private const string Purpose = "secrets";
    private const int PasswordLength = 16;
    private const int KeyCount = 3;

    /// <summary>Letters and digits that nobody takes for another: 5 bits a character.</summary>
    private const string PasswordCharacters = "abcdefghjkmnpqrstuvwxyz23456789A";

    private readonly IStateStore _state;
    private readonly string _keysPath;
    private readonly IDataProtector _protector;

    /// <summary>The secrets of a data directory.</summary>
    public Secrets(string dataDirectory, IStateStore state)
    {
        _state = state;
        _keysPath = DataDirectory.KeysIn(dataDirectory).FullName;
        _protector = ProtectorOf(dataDirectory, Purpose);
    }

    private Secrets(IDataProtector protector, string keysPath, IStateStore state) => (_protector, _keysPath, _state) = (protector, keysPath, state);

    /// <summary>The secrets of a data directory that may be another account's: no key is made, and no right changed.</summary>
    /// <returns>Null: nothing was kept yet, so that something would be drawn.</returns>
    public static Secrets? ToRead(string dataDirectory, IStateStore state) => state.State.ContainsKey(LlsPasswordState) && state.State.ContainsKey(KeysState)
        ? new(ReaderOf(dataDirectory, Purpose), DataDirectory.KeysIn(dataDirectory).FullName, state)
        : null;

    /// <summary>What protects with the keys of a data directory.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="purpose">What is protected; what was protected for another purpose cannot be read.</param>
    public static IDataProtector ProtectorOf(string dataDirectory, string purpose)
    {
        var keys = DataDirectory.KeysIn(dataDirectory);
        DataDirectory.CreateOwnerOnly(keys.FullName);
        return DataProtectionProvider.Create(keys, builder => builder.SetApplicationName(Application)).CreateProtector(purpose);
    }

    /// <summary>What opens what was protected so; no key is made, no folder, and no right changed.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="purpose">What was protected.</param>
    public static IDataProtector ReaderOf(string dataDirectory, string purpose)
    {
        // without the folder there are no keys, and one of this moment opens nothing
        var keys = DataDirectory.KeysIn(dataDirectory);
        var provider = keys.Exists ? DataProtectionProvider.Create(keys, builder => builder.SetApplicationName(Application).DisableAutomaticKeyGeneration()) : new EphemeralDataProtectionProvider();
        return provider.CreateProtector(purpose);
    }

    /// <summary>The password of the management client as text, one character for each octet; drawn when there is none yet.</summary>
    /// <exception cref="RefusedException">The key that it was encrypted with is not there.</exception>
    public Task<string> LlsPasswordAsync() => GetOrDrawAsync(LlsPasswordState, DrawPassword);

    /// <summary>Replaces the password of the management client.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task SetLlsPasswordAsync(ReadOnlySpan<byte> password) => SetAsync(LlsPasswordState, Encoding.Latin1.GetString(password));

    /// <summary>The keys of the management client; drawn when there are none yet.</summary>
    /// <exception cref="RefusedException">The key that they were encrypted with is not there, or they are none.</exception>
    public async Task<SecurityKeys> KeysAsync()
    {
        var text = await GetOrDrawAsync(KeysState, () => TextOf(Draw()));
        var keys = text.Split(',');
        return keys.Length == KeyCount && Array.TrueForAll(keys, key => key.Length == 2 * SecuritySuite.Suite0.KeyLength && key.All(char.IsAsciiHexDigit))
            ? new(SecuritySuite.Suite0, Convert.FromHexString(keys[0]), Convert.FromHexString(keys[1]), Convert.FromHexString(keys[2]))
            : throw StateEntry.Wrong(KeysState, "does not hold three keys");
    }

    /// <summary>Replaces the keys of the management client, all or none.</summary>
    /// <exception cref="StoreException">They could not be stored.</exception>
    public Task SetKeysAsync(SecurityKeys keys) => SetAsync(KeysState, TextOf(keys));

    /// <summary>A new password.</summary>
    public static string DrawPassword() => RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength);

    /// <summary>A new key.</summary>
    public static byte[] DrawKey() => RandomNumberGenerator.GetBytes(SecuritySuite.Suite0.KeyLength);

    private static SecurityKeys Draw() => new(SecuritySuite.Suite0, DrawKey(), DrawKey(), DrawKey());

    private static string TextOf(SecurityKeys keys) => string.Join(
        ',',
        Convert.ToHexString(keys.GlobalUnicastEncryptionKey),
        Convert.ToHexString(keys.AuthenticationKey),
        Convert.ToHexString(keys.MasterKey));

    private Task SetAsync(string name, string secret) => _state.SetAsync(name, _protector.Protect(secret));

    private async Task<string> GetOrDrawAsync(string name, Func<string> draw)
    {
        if (!_state.State.ContainsKey(name))
        {
            await _state.GetOrAddAsync(name, _protector.Protect(draw()));
        }

        try
        {
            return _protector.Unprotect(_state.State[name]);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(
                $"{_keysPath} does not hold the key of the secrets in the database (entry {name}); bring the folder back from the same backup as the database, "
                + "then run keys change --restored.",
                e);
        }
    }
}
