namespace Cosem;

/// <summary>An object of a logical device and what each client may do with it.</summary>
/// <param name="Object">The object.</param>
/// <param name="Public">The rights of the public client.</param>
/// <param name="Management">The rights of the management client.</param>
public sealed record LogicalDeviceObject(CosemObject Object, AccessRights Public, AccessRights Management)
{
    /// <summary>An object that the management client may read, and the public client too if told so.</summary>
    public static LogicalDeviceObject ReadOnly(CosemObject of, bool isPublic = false)
    {
        var rights = AccessRights.ReadOnly(of);
        return new(of, isPublic ? rights : AccessRights.None, rights);
    }

    /// <summary>The rights of a client.</summary>
    public AccessRights RightsOf(ClientSap client) => client switch
    {
        ClientSap.Public => Public,
        ClientSap.Management => Management,
        _ => AccessRights.None,
    };
}
