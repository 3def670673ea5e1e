using Gateway.Access;
using Gateway.Events;
using Gateway.Tests.Harness;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Access;

public sealed class SignInsTests : IDisposable
{
    private const string Password = "correct horse battery";
    private const string Guesser = "10.0.0.66";

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingEventLog _events = new();
    private readonly InMemoryAuditStore _audit = new();
    private readonly Users _users;
    private readonly RepeatedEvents _repeated;
    private readonly SignIns _attempts;

    public SignInsTests()
    {
        var state = new InMemoryStateStore();
        _users = new Users(state, _time);
        _repeated = new RepeatedEvents(_events, new RecordingLogger<RepeatedEvents>(), _time);
        _attempts = new SignIns(_users, new Sessions(_users, state, _time), _events, _repeated, new Audit(_audit, _time, new RecordingLogger<Audit>()), _time);
    }

    public void Dispose()
    {
        _attempts.Dispose();
        _repeated.Dispose();
        _users.Dispose();
    }

    [Fact]
    public async Task A_guesser_waits_longer_each_time_and_another_source_does_not()
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        for (var guess = 0; guess < 6; guess++)
        {
            Assert.Contains("wrong", await RefusedAsync(Guesser, "kim", $"guess {guess}"), StringComparison.Ordinal);
        }

        Assert.Contains("too many", await RefusedAsync(Guesser, "kim", Password), StringComparison.Ordinal);
        Assert.Equal("kim", (await TryAsync("10.0.0.7", "kim", Password)).Name);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("wrong", await RefusedAsync(Guesser, "kim", "guess 7"), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("too many", await RefusedAsync(Guesser, "kim", Password), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("kim", (await TryAsync(Guesser, "kim", Password)).Name);
        Assert.Contains("wrong", await RefusedAsync(Guesser, "kim", "a typing error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guesser_with_an_account_of_his_own_does_not_begin_anew_by_signing_in_to_it()
    {
        await _users.AddAsync("kim", Role.Administrator, Password);
        await _users.AddAsync("ivy", Role.Viewer, Password);
        for (var guess = 0; guess < 5; guess++)
        {
            await RefusedAsync(Guesser, "kim", $"guess {guess}");
            await TryAsync(Guesser, "IVY", Password);
        }

        Assert.Contains("wrong", await RefusedAsync(Guesser, "kim", "guess 5"), StringComparison.Ordinal);
        Assert.Contains("too many", await RefusedAsync(Guesser, "kim", Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guesser_who_takes_another_address_of_his_network_each_time_waits_too()
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        for (var guess = 0; guess < 6; guess++)
        {
            Assert.Contains("wrong", await RefusedAsync($"2001:db8:0:1::{guess:x}", "kim", $"guess {guess}"), StringComparison.Ordinal);
        }

        Assert.Contains("too many", await RefusedAsync("2001:db8:0:1:ffff::1", "kim", Password), StringComparison.Ordinal);
        Assert.Equal("kim", (await TryAsync("2001:db8:0:2::1", "kim", Password)).Name);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_not_all_compared()
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        var refusals = await Task.WhenAll(Enumerable.Range(0, 30).Select(guess => RefusedAsync(Guesser, "kim", $"guess {guess}")));
        Assert.InRange(refusals.Count(refusal => refusal.Contains("wrong", StringComparison.Ordinal)), 6, 7);
    }

    [Fact]
    public async Task Attempts_are_told_without_what_was_typed()
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        await RefusedAsync(Guesser, "kim", "a guess");
        await RefusedAsync(Guesser, Password, "kim");
        await TryAsync("this machine", "kim", Password);

        Assert.Equal(1, _events.Count(EventCode.AuthenticationFailure, $"the page refused a sign-in of user kim from {Guesser}"));
        _time.Advance(RepeatedEvents.Window);
        Assert.Equal($"46 : the page {Guesser}: 1 more within 5 min: sign-ins refused; the last of an unknown user from {Guesser}", _events.Events[^1]);
        Assert.Equal(
            [
                $"nobody from {Guesser}: sign-in refused user kim (refused)",
                $"nobody from {Guesser}: sign-in refused an unknown user (refused)",
                "user kim from this machine: signed in ",
            ],
            _audit.Words);
        Assert.DoesNotContain(_events.Events, entry => entry.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_who_sits_at_anothers_screen_guesses_no_faster()
    {
        var user = await _users.AddAsync("kim", Role.Viewer, Password);
        var actor = new Actor("user kim", Guesser);
        for (var guess = 0; guess < 6; guess++)
        {
            Assert.Equal("present", (await Assert.ThrowsAsync<AccessException>(() => _attempts.ProveAsync(actor, user.Name, "a guess", "present", CancellationToken.None))).Field);
        }

        Assert.Contains("too many", (await Assert.ThrowsAsync<AccessException>(() => _attempts.ProveAsync(actor, user.Name, Password, "present", CancellationToken.None))).Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _attempts.ProveAsync(actor, user.Name, Password, "present", CancellationToken.None);
    }

    [Fact]
    public async Task Who_signs_in_does_so_also_when_the_audit_log_is_full()
    {
        await _users.AddAsync("kim", Role.Viewer, Password);
        _audit.Fault = Metering.StoreFault.Full;
        Assert.Equal("kim", (await TryAsync("10.0.0.7", "kim", Password)).Name);
    }

    private Task<User> TryAsync(string source, string name, string password) => _attempts.TryAsync(source, name, password, CancellationToken.None);

    private async Task<string> RefusedAsync(string source, string name, string password) => (await Assert.ThrowsAsync<AccessException>(() => TryAsync(source, name, password))).Message;
}
