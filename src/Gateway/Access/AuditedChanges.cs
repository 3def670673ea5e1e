using Gateway.Api;

namespace Gateway.Access;

/// <summary>
/// Every request of the interface that is not a reading one and succeeds stands in the audit log, whatever endpoint serves it: <see cref="Tells"/> gives
/// it its words, and <see cref="Tell"/> what held before and holds now.
/// </summary>
internal static class AuditedChanges
{
    private const string Unfinished = "failed: it may have been done in part";

    private static readonly object Key = new();

    /// <summary>Tells every change of a group of endpoints.</summary>
    public static RouteGroupBuilder AuditChanges(this RouteGroupBuilder api) => api.AddEndpointFilter(AuditAsync);

    /// <summary>What the audit log calls the change that an endpoint makes.</summary>
    public static T Tells<T>(this T endpoint, string what)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AuditedAs(what));

    /// <summary>Requests of this endpoint change nothing although they are no reading ones.</summary>
    public static T TellsNothing<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Tells("");

    /// <summary>What this request changes, for the audit log; the same before and after: nothing, and the audit log says nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="before">What held before, in words; never a secret.</param>
    /// <param name="after">What holds now, in words; never a secret.</param>
    /// <param name="on">To what, where the address does not say it.</param>
    public static void Tell(this HttpContext context, string before, string after, string? on = null) => context.Items[Key] = new AuditedChange(before, after, on);

    /// <summary>This request changes nothing.</summary>
    public static void TellNothing(this HttpContext context) => context.Tell("", "");

    private static async ValueTask<object?> AuditAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return await next(invocation);
        }

        try
        {
            var answer = await next(invocation);
            if (answer is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
            {
                await TellAsync(context, outcome: "");
            }

            return answer;
        }
        catch (Exception e) when (MayHaveBegun(e))
        {
            await TellAsync(context, Unfinished);
            throw;
        }
    }

    /// <summary>What was refused has changed nothing; what broke off may have sent something to a meter.</summary>
    private static bool MayHaveBegun(Exception e) => e is not (ApiException { Status: < StatusCodes.Status500InternalServerError } or AccessException or BadHttpRequestException);

    private static async Task TellAsync(HttpContext context, string outcome)
    {
        var change = context.Items[Key] as AuditedChange;
        var endpoint = context.GetEndpoint();
        var what = endpoint?.Metadata.GetMetadata<AuditedAs>()?.What ?? $"{context.Request.Method} {(endpoint as RouteEndpoint)?.RoutePattern.RawText}";
        if (what.Length == 0 || (change is { On: null } && change.Before == change.After && outcome.Length == 0))
        {
            return;
        }

        await context.RequestServices.GetRequiredService<Audit>().TellAsync(
            Actor.Of(context), what, change?.On ?? PathOf(context), change?.Before ?? "", string.Join(", ", new[] { change?.After ?? "", outcome }.Where(text => text.Length > 0)));
    }

    /// <summary><c>meters/3</c> of <c>/api/v1/meters/3</c>.</summary>
    private static string PathOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ApiEndpoints.Root, StringComparison.OrdinalIgnoreCase, out var rest) ? rest.ToString().TrimStart('/') : context.Request.Path.ToString();
}
