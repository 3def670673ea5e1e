using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Metering;

namespace Gateway.Access;

/// <summary>Those who may sign in. Kept in the state store by name, the password as a hash.</summary>
internal sealed class Users : IDisposable
{
    /// <summary>More users are refused: 100.</summary>
    public const int Most = 100;

    /// <summary>What a name consists of.</summary>
    public const string AllowedNames = "1 to 32 letters, digits, dots, dashes and underscores, and is not signs alone";

    private const string State = "access.user.";
    private const int LongestName = 32;
    private const int StampLength = 16;

    private readonly Turn _changes = new();
    private readonly IStateStore _state;
    private readonly TimeProvider _time;
    private volatile ImmutableSortedDictionary<string, User> _users;

    /// <summary>Those that are kept; one whose entry was damaged is nobody.</summary>
    public Users(IStateStore state, TimeProvider time)
    {
        (_state, _time) = (state, time);
        _users = state.State.Where(entry => entry.Key.StartsWith(State, StringComparison.Ordinal)).Select(entry => Parse(entry.Value)).OfType<User>()
            .ToImmutableSortedDictionary(user => user.Name, user => user, StringComparer.Ordinal);
    }

    /// <summary>Somebody can administer the gateway, however that came about.</summary>
    public event EventHandler? AdministratorMade;

    /// <summary>All of them by name.</summary>
    public IEnumerable<User> All => _users.Values;

    /// <summary>Whether somebody can administer the gateway; before, the page does nothing but the first sign-in.</summary>
    public bool HaveAdministrator => All.Any(user => user.Role == Role.Administrator);

    /// <summary>The user of a name, in whatever letters it is written.</summary>
    public User? Find(string name) => NameOf(name) is { } found ? _users.GetValueOrDefault(found) : null;

    /// <summary>The user, if the password is the right one; a wrong name takes as long as a wrong password.</summary>
    public User? SignIn(string name, string password)
    {
        var user = Find(name);
        return PasswordHash.Fits(password, user?.Password ?? PasswordHash.OfNobody) ? user : null;
    }

    /// <summary>Adds a user.</summary>
    /// <exception cref="AccessException">The name or the password does not do, or the name is taken.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task<User> AddAsync(string name, Role role, string password) => _changes.RunAsync(async () =>
    {
        if (NameOf(name) is not { } allowed)
        {
            throw new AccessException("name", $"A user's name has {AllowedNames}.");
        }

        Check(password, allowed);
        if (Find(allowed) is not null)
        {
            throw new AccessException("name", $"There is a user {allowed} already.");
        }

        return _users.Count < Most
            ? await StoreAsync(new User { Name = allowed, Role = role, Password = await HashOfAsync(password), CreatedAt = _time.GetUtcNow(), Stamp = "" })
            : throw new AccessException("name", $"There are {Most} users; remove one first.");
    });

    /// <summary>Changes role or password; the user's sessions end.</summary>
    /// <exception cref="AccessException">There is no such user, it is the last administrator, or the password does not do.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    /// <returns>The user before and after.</returns>
    public Task<(User Before, User After)> ChangeAsync(string name, Role? role, string? password) => _changes.RunAsync(async () =>
    {
        var user = Need(name);
        if (role is < Role.Administrator)
        {
            RefuseLast(user);
        }

        if (password is not null)
        {
            Check(password, user.Name);
        }

        return (user, await StoreAsync(user with { Role = role ?? user.Role, Password = password is null ? user.Password : await HashOfAsync(password) }));
    });

    /// <summary>Removes a user; the user's sessions end.</summary>
    /// <exception cref="AccessException">There is no such user, or it is the last administrator.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task<User> RemoveAsync(string name) => _changes.RunAsync(async () =>
    {
        var user = Need(name);
        RefuseLast(user);
        await _state.RemoveAsync(State + user.Name);
        _users = _users.Remove(user.Name);
        return user;
    });

    /// <inheritdoc />
    public void Dispose() => _changes.Dispose();

    /// <summary>A name as it is kept; null: it can be nobody's.</summary>
    public static string? NameOf(string name) =>
        name.Length <= LongestName && name.Any(char.IsAsciiLetterOrDigit) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') ? name.ToLowerInvariant() : null;

    private static void Check(string password, string name)
    {
        if (PasswordHash.WrongWith(password, name) is { } wrong)
        {
            throw new AccessException("password", wrong);
        }
    }

    /// <summary>Not on the thread of the connection, which others wait for.</summary>
    private static Task<string> HashOfAsync(string password) => Task.Run(() => PasswordHash.Of(password));

    private User Need(string name) => Find(name) ?? throw new AccessException("", $"There is no user {name}.") { IsUnknown = true };

    private void RefuseLast(User user)
    {
        if (user.Role == Role.Administrator && All.Count(other => other.Role == Role.Administrator) == 1)
        {
            throw new AccessException("role", $"{user.Name} is the last administrator; make another one first.");
        }
    }

    private async Task<User> StoreAsync(User user)
    {
        var stored = user with { Stamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(StampLength)) };
        await _state.SetAsync(State + stored.Name, JsonSerializer.Serialize(stored));
        _users = _users.SetItem(stored.Name, stored);
        if (stored.Role == Role.Administrator)
        {
            AdministratorMade?.Invoke(this, EventArgs.Empty);
        }

        return stored;
    }

    private static User? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<User>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
