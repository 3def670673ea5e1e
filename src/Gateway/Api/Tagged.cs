namespace Gateway.Api;

/// <summary>Resources with an entity tag.</summary>
internal static class Tagged
{
    /// <summary>The answer carries the tag of what is asked for.</summary>
    public static RouteHandlerBuilder Shows(this RouteHandlerBuilder endpoint, Func<HttpContext, string?> tag) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var before = tag(context.HttpContext);
        var answer = await next(context);
        if (before is not null)
        {
            EntityTag.Tell(context.HttpContext, before);
        }

        return answer;
    });

    /// <summary>The change is made only of the state that whoever asks has seen, if he says which that is.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, Func<HttpContext, string?> tag) => endpoint.AddEndpointFilter((context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<ChangeGate>().PassAsync(context.HttpContext, () => tag(context.HttpContext), () => next(context)));
}
