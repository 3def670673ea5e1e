using Gateway.Access;

namespace Gateway.Api;

/// <summary>The field <c>role</c>.</summary>
internal static class RoleField
{
    private const string Allowed = "give viewer, installer or administrator.";

    /// <summary>A role by its name in small letters; null when it is not given.</summary>
    public static Role? Role(this RequestFields fields) => fields.Text("role", otherwise: null) switch
    {
        null => null,
        "viewer" => Access.Role.Viewer,
        "installer" => Access.Role.Installer,
        "administrator" => Access.Role.Administrator,
        _ => fields.Wrong<Role?>("role", Allowed, null),
    };

    /// <summary>The same where it has to be given.</summary>
    public static Role NeedRole(this RequestFields fields) => fields.Role() ?? fields.Wrong("role", Allowed, Access.Role.Viewer);
}
