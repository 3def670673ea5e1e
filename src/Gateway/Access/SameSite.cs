using Gateway.Api;
using Gateway.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Gateway.Access;

/// <summary>
/// Refuses what a browser was made to send by another site. A change by somebody who has signed in needs the framework's token, which only our own pages
/// have; a program's token is in no browser. As long as nobody can sign in, only names of this machine are served, or a page elsewhere could lead its name
/// here.
/// </summary>
internal sealed class SameSite(RequestDelegate next, Users users, IAntiforgery antiforgery)
{
    private static readonly HashSet<string> Hosts = new(["localhost", "127.0.0.1", "[::1]"], StringComparer.OrdinalIgnoreCase);

    /// <summary>One request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!users.HaveAdministrator && !Hosts.Contains(context.Request.Host.Host) && !context.Request.Path.Equals(WebServices.Problem, StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"As long as the gateway has no administrator it is of this machine alone: call it {string.Join(", ", Hosts)}.");
        }

        if (context.IsForProgram()
            && context.User.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme
            && !await antiforgery.IsRequestValidAsync(context))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"A change from a browser needs the field {AccessServices.AntiforgeryField} of the page: load the page again.");
        }

        await next(context);
    }
}
