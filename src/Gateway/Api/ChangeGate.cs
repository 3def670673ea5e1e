using Gateway.Access;

namespace Gateway.Api;

/// <summary>
/// Lets changes of what has an entity tag go one after the other, so that between looking at the tag and storing nobody comes in between. The body of a
/// request is here before it waits: a slow one holds up nobody.
/// </summary>
internal sealed class ChangeGate : IDisposable
{
    private readonly Turn _turn = new();

    /// <summary>Checks the tag (If-Match), makes the change, and gives the new tag with the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tag">The tag of what is there; null: nothing is, and the change says so itself.</param>
    /// <param name="change">The change.</param>
    public async ValueTask<object?> PassAsync(HttpContext context, Func<string?> tag, Func<ValueTask<object?>> change)
    {
        var body = await RequestBody.ReadAsync(context.Request, RequestFields.MaximumLength, "A request");
        context.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        return await RunAsync(
            async () =>
            {
                if (tag() is { } current)
                {
                    EntityTag.Need(context.Request, current);
                }

                var result = await change();
                if (tag() is { } now)
                {
                    EntityTag.Tell(context, now);
                }

                return result;
            },
            context.RequestAborted);
    }

    /// <summary>Makes a change of what others may change too: between checking and storing nobody comes in between.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken) => _turn.RunAsync(change, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
