namespace Gateway.Access;

/// <summary>A role as the interface and the command line have it.</summary>
internal static class RoleWord
{
    /// <summary>Its name in small letters: <c>installer</c>.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();
}
