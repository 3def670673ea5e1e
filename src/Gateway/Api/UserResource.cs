using Gateway.Access;

namespace Gateway.Api;

/// <summary>A user as the interface shows it; never the password.</summary>
/// <param name="Name">The name, in small letters.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="CreatedAt">When the user was made, UTC.</param>
internal sealed record UserResource(string Name, Role Role, DateTimeOffset CreatedAt)
{
    /// <summary>The same as it is kept.</summary>
    public static UserResource Of(User user) => new(user.Name, user.Role, user.CreatedAt);
}
