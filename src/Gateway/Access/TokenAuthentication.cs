using System.Security.Claims;
using System.Text.Encodings.Web;
using Gateway.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Gateway.Access;

/// <summary>
/// Programs show a token as <c>Authorization: Bearer</c> (RFC 6750): the one of this start, which stands in the data directory and may do everything from
/// this machine, or one that an administrator made.
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ServiceToken local, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Bearer";

    private const string Prefix = "Bearer ";

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var field = Request.Headers.Authorization.ToString();
        if (!field.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var text = field[Prefix.Length..].Trim();
        var identity = local.Is(text) && Actor.SourceOf(Context) == Actor.ThisMachine ? IdentityOf(Actor.OfLocal(Request), Role.Administrator)
            : tokens.Find(text) is { } token ? IdentityOf($"token {token.Id} ({token.Name})", token.Role)
            : null;
        return Task.FromResult(identity is null
            ? AuthenticateResult.Fail("The token is not known, or has expired.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Name;
        return base.HandleChallengeAsync(properties);
    }

    private static ClaimsIdentity IdentityOf(string name, Role role) =>
        new([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role.ToString())], Name);
}
