using System.Security.Cryptography;
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
    private const int PasswordLength = 16;

    /// <summary>Letters and digits that nobody takes for another: 5 bits a character.</summary>
    private const string PasswordCharacters = "abcdefghjkmnpqrstuvwxyz23456789A";

    private readonly IStateStore _state;
    private readonly string _keys;
    private readonly IDataProtector _protector;

    /// <summary>The secrets of a data directory.</summary>
    public Secrets(string dataDirectory, IStateStore state)
    {
        _state = state;
        _keys = DataDirectory.KeysIn(dataDirectory).FullName;
        var keys = DataDirectory.KeysIn(dataDirectory);
        DataDirectory.CreateOwnerOnly(keys.FullName);
        _protector = DataProtectionProvider.Create(keys, builder => builder.SetApplicationName("gateway")).CreateProtector("secrets");
    }

    /// <summary>The password of the management client, drawn when there is none yet.</summary>
    /// <exception cref="RefusedException">The key that it was encrypted with is not there.</exception>
    public async Task<string> LlsPasswordAsync()
    {
        if (!_state.State.ContainsKey(LlsPasswordState))
        {
            await _state.GetOrAddAsync(LlsPasswordState, _protector.Protect(RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength)));
        }

        try
        {
            return _protector.Unprotect(_state.State[LlsPasswordState]);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException($"{_keys} does not hold the key of the secrets in the database; bring the folder back from the same backup as the database.", e);
        }
    }
}
