using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metering;

namespace Gateway.Access;

/// <summary>
/// The tokens of programs, kept in the state store. A token is shown once, when it is made: <c>gw_1F0A93C2_</c> and 64 hexadecimal digits.
/// </summary>
internal sealed class ApiTokens : IDisposable
{
    /// <summary>More tokens are refused: 100.</summary>
    public const int Most = 100;

    private const string State = "access.token.";
    private const string Prefix = "gw";
    private const int IdLength = 4;
    private const int SecretLength = 32;
    private const int LongestName = 60;

    private readonly Turn _changes = new();
    private readonly IStateStore _state;
    private readonly TimeProvider _time;
    private volatile ImmutableSortedDictionary<string, ApiToken> _tokens;

    /// <summary>Those that are kept; one whose entry was damaged is none.</summary>
    /// <param name="state">Where they are kept.</param>
    /// <param name="time">The system's time: what head-ends do to the gateway's clock ends no token.</param>
    public ApiTokens(IStateStore state, TimeProvider time)
    {
        (_state, _time) = (state, time);
        _tokens = state.State.Where(entry => entry.Key.StartsWith(State, StringComparison.Ordinal)).Select(entry => Parse(entry.Value)).OfType<ApiToken>()
            .ToImmutableSortedDictionary(token => token.Id, token => token, StringComparer.Ordinal);
    }

    /// <summary>All of them by id.</summary>
    public IEnumerable<ApiToken> All => _tokens.Values;

    /// <summary>The token that a text is; null: none, or it has expired.</summary>
    public ApiToken? Find(string text)
    {
        if (text.Split('_') is not [Prefix, { Length: 2 * IdLength } id, { Length: 2 * SecretLength }] || _tokens.GetValueOrDefault(id) is not { } token)
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(text)), Encoding.ASCII.GetBytes(token.Hash)) && !HasExpired(token) ? token : null;
    }

    /// <summary>Whether a token is refused by now.</summary>
    public bool HasExpired(ApiToken token) => token.ExpiresAt <= _time.GetUtcNow();

    /// <summary>Makes a token and gives it, whole, the only time.</summary>
    /// <exception cref="AccessException">The name does not do, or there are too many.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public async Task<(ApiToken Token, string Text)> AddAsync(string name, Role role, DateTimeOffset? expiresAt)
    {
        if (name.Any(char.IsControl))
        {
            throw new AccessException("name", "A token's name is one line, without tabs and other control characters.");
        }

        if (name.Trim().Length is 0 or > LongestName)
        {
            throw new AccessException("name", $"A token's name has 1 to {LongestName} characters: say which program it is for.");
        }

        if (expiresAt <= _time.GetUtcNow())
        {
            throw new AccessException("expiresAt", "A token expires in the future, or never.");
        }

        return await _changes.RunAsync(async () =>
        {
            if (_tokens.Count >= Most)
            {
                throw new AccessException("", $"There are {Most} tokens; remove one first.");
            }

            var id = DrawId();
            var text = $"{Prefix}_{id}_{Convert.ToHexString(RandomNumberGenerator.GetBytes(SecretLength))}";
            var token = new ApiToken { Id = id, Name = name.Trim(), Role = role, Hash = HashOf(text), CreatedAt = _time.GetUtcNow(), ExpiresAt = expiresAt };
            await _state.SetAsync(State + id, JsonSerializer.Serialize(token));
            _tokens = _tokens.Add(id, token);
            return (token, text);
        });
    }

    /// <summary>Removes a token: it is refused from now on.</summary>
    /// <exception cref="AccessException">There is no such token.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task<ApiToken> RemoveAsync(string id) => _changes.RunAsync(async () =>
    {
        var token = _tokens.GetValueOrDefault(id) ?? throw new AccessException("", $"There is no token {id}.") { IsUnknown = true };
        await _state.RemoveAsync(State + id);
        _tokens = _tokens.Remove(id);
        return token;
    });

    /// <inheritdoc />
    public void Dispose() => _changes.Dispose();

    private static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>32 bits can come twice.</summary>
    private string DrawId()
    {
        string id;
        do
        {
            id = Convert.ToHexString(RandomNumberGenerator.GetBytes(IdLength));
        }
        while (_tokens.ContainsKey(id));
        return id;
    }

    private static ApiToken? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ApiToken>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
