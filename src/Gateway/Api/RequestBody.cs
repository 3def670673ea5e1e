using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api;

/// <summary>What a request brings: read in one piece, never longer than is allowed.</summary>
internal static class RequestBody
{
    /// <summary>Whether the request brings anything.</summary>
    public static bool IsThere(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && request.ContentLength != 0;

    /// <summary>Reads all of it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">How many bytes are allowed.</param>
    /// <param name="what">What it is, as a sentence begins: <c>A mapping file</c>.</param>
    /// <exception cref="ApiException">It is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int most, string what)
    {
        var announced = request.ContentLength ?? most;
        if (announced <= most)
        {
            // one byte more than is allowed tells that it is too long
            var body = new byte[announced + 1];
            var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
            if (length <= most)
            {
                return body.AsMemory(0, length);
            }
        }

        throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"{what} has at most {most} bytes.");
    }

    /// <summary>Refuses what is not said to be JSON.</summary>
    /// <exception cref="ApiException">It is said to be something else, or nothing is said.</exception>
    public static void NeedJson(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw OfType(request, "application/json");
        }
    }

    /// <summary>Refuses what is of none of some types; a hint about the letters (<c>charset</c>) does not matter.</summary>
    /// <exception cref="ApiException">It is of none of them.</exception>
    public static void Need(HttpRequest request, params ReadOnlySpan<string> types)
    {
        var media = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : null;
        foreach (var one in types)
        {
            if (one.Equals(media, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        throw OfType(request, types[0]);
    }

    private static ApiException OfType(HttpRequest request, string wanted) => new(
        StatusCodes.Status415UnsupportedMediaType,
        $"Send it as Content-Type: {wanted}; {(string.IsNullOrEmpty(request.ContentType) ? "the request does not say what it is" : $"this is {request.ContentType}")}.");
}
