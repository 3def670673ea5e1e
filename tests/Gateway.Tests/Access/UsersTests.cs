using System.Text.Json;
using Gateway.Access;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

public sealed class UsersTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly InMemoryStateStore _state = new();
    private readonly Users _users;

    public UsersTests() => _users = new Users(_state, TimeProvider.System);

    public void Dispose() => _users.Dispose();

    [Fact]
    public async Task A_user_signs_in_in_whatever_letters_the_name_is_written()
    {
        await _users.AddAsync("Kim.B", Role.Installer, Password);
        Assert.Equal(("kim.b", Role.Installer), (_users.SignIn("KIM.b", Password)!.Name, _users.Find("kim.B")!.Role));
        Assert.Null(_users.SignIn("kim.b", "another password"));
        Assert.Null(_users.SignIn("nobody", Password));
        Assert.Null(_users.SignIn(new string('k', 10_000), Password));
    }

    [Theory]
    [InlineData("", "name")]
    [InlineData("a b", "name")]
    [InlineData("kim/../x", "name")]
    [InlineData("<script>", "name")]
    [InlineData("\u212Aim", "name")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456", "name")]
    [InlineData("KIM", "name")]
    public async Task A_name_that_does_not_do_is_refused(string name, string field)
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        Assert.Equal(field, (await Assert.ThrowsAsync<AccessException>(() => _users.AddAsync(name, Role.Viewer, Password))).Field);
        Assert.Single(_users.All);
    }

    [Fact]
    public async Task A_change_ends_the_sessions_and_survives_a_restart()
    {
        var added = await _users.AddAsync("kim", Role.Viewer, Password);
        var (before, changed) = await _users.ChangeAsync("kim", Role.Installer, password: null);
        Assert.Equal(added, before);
        Assert.NotEqual(added.Stamp, changed.Stamp);
        Assert.NotEqual(changed.Stamp, (await _users.ChangeAsync("kim", role: null, "another password")).After.Stamp);

        using var anew = new Users(_state, TimeProvider.System);
        Assert.Equal(Role.Installer, anew.SignIn("kim", "another password")!.Role);
        Assert.Null(anew.SignIn("kim", Password));
        Assert.DoesNotContain(_state.State, entry => entry.Value.Contains("another password", StringComparison.Ordinal));
        await _users.RemoveAsync("kim");
        Assert.Empty(_state.State);
        Assert.True((await Assert.ThrowsAsync<AccessException>(() => _users.RemoveAsync("kim"))).IsUnknown);
    }

    [Fact]
    public async Task The_last_administrator_cannot_go()
    {
        await _users.AddAsync("ann", Role.Administrator, Password);
        await _users.AddAsync("vera", Role.Viewer, Password);
        await Assert.ThrowsAsync<AccessException>(() => _users.RemoveAsync("ann"));
        await Assert.ThrowsAsync<AccessException>(() => _users.ChangeAsync("ann", Role.Installer, password: null));
        await _users.ChangeAsync("ann", Role.Administrator, "another password");

        await _users.AddAsync("ben", Role.Administrator, Password);
        var (first, second) = (RemoveAsync("ann"), RemoveAsync("ben"));
        Assert.Equal([false, true], new[] { await first, await second }.Order());
        Assert.True(_users.HaveAdministrator);

        async Task<bool> RemoveAsync(string name) => await Record.ExceptionAsync(() => _users.RemoveAsync(name)) is null;
    }

    [Fact]
    public async Task What_cannot_be_stored_has_not_changed()
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        _state.Fault = Metering.StoreFault.Full;
        await Assert.ThrowsAsync<Metering.StoreException>(() => _users.ChangeAsync("kim", Role.Administrator, password: null));
        await Assert.ThrowsAsync<Metering.StoreException>(() => _users.AddAsync("ben", Role.Viewer, Password));
        Assert.Equal([("kim", Role.Viewer)], _users.All.Select(user => (user.Name, user.Role)));
    }

    [Fact]
    public async Task Users_are_bounded_and_a_damaged_entry_is_nobody()
    {
        var user = await _users.AddAsync("kim", Role.Viewer, Password);
        for (var number = 1; number < Users.Most; number++)
        {
            await _state.SetAsync($"access.user.u{number}", JsonSerializer.Serialize(user with { Name = $"u{number}" }));
        }

        using var full = new Users(_state, TimeProvider.System);
        await Assert.ThrowsAsync<AccessException>(() => full.AddAsync("ben", Role.Viewer, Password));
        await _state.SetAsync("access.user.u1", "{\"name\":");
        using var damaged = new Users(_state, TimeProvider.System);
        Assert.Equal(Users.Most - 1, damaged.All.Count());
        Assert.Null(damaged.Find("u1"));
    }
}
