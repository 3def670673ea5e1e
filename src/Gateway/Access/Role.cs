namespace Gateway.Access;

/// <summary>What somebody may do; each may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Sees everything but secrets, changes nothing.</summary>
    Viewer = 0,

    /// <summary>Works at the bus: searches, installs, changes and reads meters, uploads mapping files.</summary>
    Installer = 1,

    /// <summary>Changes settings, reports, keys and users.</summary>
    Administrator = 2,
}
