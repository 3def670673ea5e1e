using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Gateway.Access;

/// <summary>Who may do what: each page and each resource names the least role.</summary>
internal static class AccessPolicy
{
    /// <summary>Adds a policy for each role, and refuses whatever names none.</summary>
    public static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            options.AddPolicy(NameOf(role), policy => policy.RequireAssertion(context => context.User.RoleOf() >= role));
        }

        // where there is nothing, or nothing to be done so (405), whoever has signed in is told
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(
            context => context.User.RoleOf() >= (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint ? Role.Viewer : Role.Administrator)).Build();
    }

    /// <summary>The name of the policy of a role.</summary>
    public static string NameOf(Role role) => role.ToString();

    /// <summary>Only those with this role, or with one that may do more, are served.</summary>
    public static T For<T>(this T endpoint, Role role)
        where T : IEndpointConventionBuilder => endpoint.RequireAuthorization(NameOf(role));

    /// <summary>Describes, and does no more: the endpoint takes a password and proves it (<see cref="SignIns"/>), and after too many wrong ones whoever gives one has to wait.</summary>
    public static RouteHandlerBuilder MayHaveToWait(this RouteHandlerBuilder endpoint) => endpoint.Produces(StatusCodes.Status429TooManyRequests);

    /// <summary>The least role that an endpoint asks for.</summary>
    public static Role RoleOf(IEnumerable<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Select(asks => Enum.TryParse<Role>(asks.Policy, out var role) ? role : Role.Administrator).DefaultIfEmpty(Role.Administrator).Max();

    /// <summary>The role of whoever asks; null: nobody has signed in.</summary>
    public static Role? RoleOf(this ClaimsPrincipal user) => Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) && Enum.IsDefined(role) ? role : null;
}
