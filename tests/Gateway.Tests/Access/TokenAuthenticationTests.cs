using System.Net;
using System.Text.Encodings.Web;
using Gateway.Access;
using Gateway.Api;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Access;

public sealed class TokenAuthenticationTests : IDisposable
{
    private readonly ServiceToken _local = new();
    private readonly ApiTokens _tokens = new(new InMemoryStateStore(), TimeProvider.System);

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.5", false)]
    [InlineData("::ffff:10.0.0.5", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2001:db8::1", false)]
    public async Task The_token_of_this_start_is_for_this_machine(string from, bool isTaken)
    {
        var result = await AuthenticateAsync($"Bearer {_local.Text}", from);
        Assert.Equal(isTaken, result.Succeeded);
        Assert.Equal(isTaken ? Role.Administrator : null, result.Principal?.RoleOf());
    }

    [Fact]
    public async Task A_token_that_was_made_is_for_everywhere_and_has_its_role()
    {
        var (token, text) = await _tokens.AddAsync("billing", Role.Installer, expiresAt: null);
        var result = await AuthenticateAsync($"bearer  {text} ", "10.0.0.5");
        Assert.Equal((Role.Installer, $"token {token.Id} (billing)"), (result.Principal!.RoleOf()!.Value, result.Principal!.Identity!.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer gw_00000000_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Anything_else_is_nobody(string field) => Assert.False((await AuthenticateAsync(field, "127.0.0.1")).Succeeded);

    private async Task<AuthenticateResult> AuthenticateAsync(string field, string from)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = field;
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        var handler = new TokenAuthentication(new Options(), NullLoggerFactory.Instance, UrlEncoder.Default, _local, _tokens);
        await handler.InitializeAsync(new AuthenticationScheme(TokenAuthentication.Name, null, typeof(TokenAuthentication)), context);
        return await handler.AuthenticateAsync();
    }

    private sealed class Options : IOptionsMonitor<AuthenticationSchemeOptions>
    {
        public AuthenticationSchemeOptions CurrentValue { get; } = new();

        public AuthenticationSchemeOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<AuthenticationSchemeOptions, string?> listener) => null;
    }
}
