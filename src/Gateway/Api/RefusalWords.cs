using Gateway.Access;
using Microsoft.AspNetCore.Diagnostics;

namespace Gateway.Api;

/// <summary>Words for what a program is refused before anything of the interface is asked: who it is, what it may, where there is nothing.</summary>
internal static class RefusalWords
{
    private const string WhoAsks =
        "Send a token as Authorization: Bearer: one that an administrator made, or from this machine the one of this start, which is in service.token in the data directory. In a browser sign in.";

    /// <summary>Tells a program of a status that nobody has told it of.</summary>
    public static Task TellAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        return Results.Problem(Of(context), context.Request.Path, context.Response.StatusCode).ExecuteAsync(context);
    }

    private static string? Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => WhoAsks,
        StatusCodes.Status403Forbidden =>
            $"{Request(context)} asks for the role {AccessPolicy.RoleOf(context.GetEndpoint()?.Metadata ?? []).Word()}; {Actor.Of(context).Name} has the role {context.User.RoleOf()?.Word()}.",
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}; {ApiEndpoints.Root}/openapi.json tells what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{Request(context)} is not possible here; allowed: {context.Response.Headers.Allow}.",
        _ => null,
    };

    private static string Request(HttpContext context) => $"{context.Request.Method} {context.Request.Path}";

}
