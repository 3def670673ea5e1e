namespace Gateway.Api;

/// <summary>A request that cannot be served; nothing was changed.</summary>
/// <param name="status">The HTTP status code.</param>
/// <param name="detail">What is wrong and what can be given instead, in words; never a secret.</param>
/// <param name="errors">What is wrong by field; null when it is no field.</param>
internal sealed class ApiException(int status, string detail, IDictionary<string, string[]>? errors = null) : Exception(detail)
{
    /// <summary>The HTTP status code.</summary>
    public int Status => status;

    /// <summary>What is wrong by field.</summary>
    public IDictionary<string, string[]>? Errors => errors;

    /// <summary>There is no such thing.</summary>
    public static ApiException NotFound(string what) => new(StatusCodes.Status404NotFound, what);

    /// <summary>Fields are wrong.</summary>
    public static ApiException Invalid(IDictionary<string, string[]> errors) => new(
        StatusCodes.Status400BadRequest, string.Join(' ', errors.SelectMany(error => error.Value.Select(message => error.Key.Length == 0 ? message : $"{error.Key}: {message}"))), errors);
}
