using System.Text.Json.Serialization;
using Gateway.Access;

namespace Gateway.Api;

/// <summary>A token as the interface shows it.</summary>
/// <param name="Id">What it is spoken of by.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What the program may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">From when on it is refused, UTC; null: never.</param>
internal sealed record TokenResource(string Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>The token itself: in the answer to the request that makes it, and never again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>The same as it is kept.</summary>
    public static TokenResource Of(ApiToken token) => new(token.Id, token.Name, token.Role, token.CreatedAt, token.ExpiresAt);
}
