namespace Gateway;

/// <summary>Lets the service end in order and start anew in the same process, since new settings come into force at a start only: it takes a second or two.</summary>
internal sealed class RestartRequest(IHostApplicationLifetime lifetime)
{
    private volatile bool _isAsked;

    /// <summary>Whether the service starts anew when it has ended.</summary>
    public bool IsAsked => _isAsked;

    /// <summary>Ends the service once the request that asked for it is answered.</summary>
    public void AskAfter(HttpContext context)
    {
        _isAsked = true;
        context.Response.OnCompleted(() =>
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        });
    }
}
