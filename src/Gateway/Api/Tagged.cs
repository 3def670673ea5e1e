namespace Gateway.Api;

/// <summary>Resources with an entity tag.</summary>
internal static class Tagged
{
    /// <summary>The answer carries the tag of what is asked for.</summary>
    public static RouteHandlerBuilder Shows(this RouteHandlerBuilder endpoint, Func<HttpContext, string?> tag) => endpoint.ShowsTag().AddEndpointFilter(async (context, next) =>
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
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, Func<HttpContext, string?> tag) => endpoint.ChangesTag().AddEndpointFilter((context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<ChangeGate>().PassAsync(context.HttpContext, () => tag(context.HttpContext), () => next(context)));

    /// <summary>The same as <see cref="Shows"/>, of an endpoint that gives the tag itself.</summary>
    public static RouteHandlerBuilder ShowsTag(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new EntityTagged(Changes: false));

    /// <summary>The same as <see cref="Changes"/>, of an endpoint that looks at the tag itself, with its own change held against others.</summary>
    public static RouteHandlerBuilder ChangesTag(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new EntityTagged(Changes: true));
}
