using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Metering;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Gateway.Access;

/// <summary>
/// Who has signed in to the page. A session is a cookie that the framework protects; what ends one before its time is kept: the user was changed or
/// removed (another stamp), or has signed out (the session's number, until no copy of the cookie is valid any more).
/// </summary>
/// <param name="users">Who may sign in.</param>
/// <param name="state">Where it is kept which sessions have ended.</param>
/// <param name="time">The system's time: what head-ends do to the gateway's clock ends no session.</param>
internal sealed class Sessions(Users users, IStateStore state, TimeProvider time)
{
    /// <summary>A session without a request ends: 8 h, a working day.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    private const string State = "access.ended.";
    private const string UserClaim = "user";
    private const string StampClaim = "stamp";
    private const string SessionClaim = "session";
    private const int NumberLength = 16;

    /// <summary>Begins a session.</summary>
    public static Task BeginAsync(HttpContext context, User user)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, $"user {user.Name}"),
                new Claim(ClaimTypes.Role, user.Role.ToString()),
                new Claim(UserClaim, user.Name),
                new Claim(StampClaim, user.Stamp),
                new Claim(SessionClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(NumberLength))),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        return context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Ends a session.</summary>
    /// <exception cref="StoreException">It could not be stored that it has ended.</exception>
    public async Task EndAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } session)
        {
            foreach (var (name, _) in state.State.Where(entry => entry.Key.StartsWith(State, StringComparison.Ordinal) && IsOver(entry.Value)).ToList())
            {
                await state.RemoveAsync(name);
            }

            await state.SetAsync(State + session, (time.GetUtcNow() + Idle).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Whether the session of a cookie goes on.</summary>
    public bool GoesOn(ClaimsPrincipal user) =>
        user.FindFirstValue(SessionClaim) is { } session
        && !state.State.ContainsKey(State + session)
        && user.FindFirstValue(UserClaim) is { } name
        && users.Find(name) is { } known
        && known.Stamp == user.FindFirstValue(StampClaim);

    /// <summary>The name of the user who has signed in; null: a program, or nobody.</summary>
    public static string? UserOf(ClaimsPrincipal user) => user.FindFirstValue(UserClaim);

    private bool IsOver(string until) => !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < time.GetUtcNow().ToUnixTimeSeconds();
}
