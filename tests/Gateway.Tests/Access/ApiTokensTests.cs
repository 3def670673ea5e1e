using Gateway.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Access;

public sealed class ApiTokensTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryStateStore _state = new();
    private readonly ManualTimeProvider _time = new(Start);
    private readonly ApiTokens _tokens;

    public ApiTokensTests() => _tokens = new ApiTokens(_state, _time);

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public async Task A_token_is_known_by_its_whole_text_also_after_a_restart_and_only_a_hash_is_kept()
    {
        var (token, text) = await _tokens.AddAsync(" billing ", Role.Viewer, expiresAt: null);
        Assert.Equal($"gw_{token.Id}_", text[..12]);
        Assert.Equal("billing", token.Name);
        using var restarted = new ApiTokens(_state, _time);
        foreach (var tokens in new[] { _tokens, restarted })
        {
            Assert.Equal(token, tokens.Find(text));
            foreach (var wrong in new[] { "", "gw", "gw__", text[..^1], text + "0", text.ToLowerInvariant(), text[12..], $"gw_{token.Id}_{new string('0', 64)}" })
            {
                Assert.Null(tokens.Find(wrong));
            }
        }

        Assert.DoesNotContain(_state.State, entry => entry.Value.Contains(text[12..], StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_token_that_has_expired_or_was_removed_is_refused()
    {
        var (token, text) = await _tokens.AddAsync("billing", Role.Viewer, Start.AddDays(1));
        var other = await _tokens.AddAsync("other", Role.Installer, expiresAt: null);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(_tokens.Find(text));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(_tokens.Find(text));
        Assert.NotNull(_tokens.Find(other.Text));

        await _tokens.RemoveAsync(other.Token.Id);
        Assert.Null(_tokens.Find(other.Text));
        using var restarted = new ApiTokens(_state, _time);
        Assert.Equal([token], restarted.All);
        Assert.True((await Assert.ThrowsAsync<AccessException>(() => _tokens.RemoveAsync(other.Token.Id))).IsUnknown);
    }

    [Fact]
    public async Task However_many_are_asked_for_at_once_there_are_no_more_than_the_bound()
    {
        var asked = Enumerable.Range(0, ApiTokens.Most + 20).Select(index => Task.Run(() => _tokens.AddAsync($"program {index}", Role.Viewer, expiresAt: null))).ToList();
        await Task.WhenAll(asked.Select(one => one.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(ApiTokens.Most, asked.Count(one => one.IsCompletedSuccessfully));
        Assert.All(asked.Where(one => one.IsFaulted), one => Assert.IsType<AccessException>(one.Exception!.InnerException));
        Assert.Equal((ApiTokens.Most, ApiTokens.Most), (_tokens.All.Count(), _state.State.Count));
    }

    [Theory]
    [InlineData("", null, "name")]
    [InlineData("  ", null, "name")]
    [InlineData("a\nb", null, "name")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", null, "name")]
    [InlineData("billing", 0, "expiresAt")]
    public async Task What_does_not_do_is_refused(string name, int? expiresInDays, string field)
    {
        var refused = await Assert.ThrowsAsync<AccessException>(() => _tokens.AddAsync(name, Role.Viewer, expiresInDays is { } days ? Start.AddDays(days) : null));
        Assert.Equal(field, refused.Field);
        Assert.Empty(_state.State);
    }
}
