using Microsoft.Net.Http.Headers;

namespace Gateway.Api;

/// <summary>Entity tags (RFC 9110): who changes something can say which state of it he has seen, and is refused when somebody else was faster.</summary>
internal static class EntityTag
{
    /// <summary>The tag of a text.</summary>
    public static string Of(string text) => $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}\"";

    /// <summary>Refuses a change of a state that is another one than the one seen (If-Match), or of what was believed not to be there (If-None-Match: *).</summary>
    /// <param name="request">The request; one that names no state is not refused.</param>
    /// <param name="current">The tag of what is there; null: nothing is.</param>
    /// <exception cref="ApiException">It is another one.</exception>
    public static void Need(HttpRequest request, string? current)
    {
        if (request.Headers.IfMatch is { Count: > 0 } wanted && !Matches(wanted, current))
        {
            throw new ApiException(
                StatusCodes.Status412PreconditionFailed,
                current is null ? "It is no longer there." : "Somebody else changed it meanwhile, and nothing was changed now: load it again, and make the change anew.");
        }

        if (request.Headers.IfNoneMatch is { Count: > 0 } unwanted && Matches(unwanted, current))
        {
            throw new ApiException(StatusCodes.Status412PreconditionFailed, "It is there already.");
        }
    }

    /// <summary>Gives the tag with an answer.</summary>
    /// <returns>Whether whoever asks has this state already, and is told so instead (304).</returns>
    public static bool Tell(HttpContext context, string tag)
    {
        context.Response.Headers[HeaderNames.ETag] = tag;
        return context.Request.Headers.IfNoneMatch is { Count: > 0 } known && Matches(known, tag);
    }

    private static bool Matches(Microsoft.Extensions.Primitives.StringValues tags, string? current) =>
        current is not null && tags.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || tag == current);
}
