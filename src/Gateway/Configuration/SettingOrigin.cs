namespace Gateway.Configuration;

/// <summary>Who sets a setting; a later one counts more.</summary>
internal enum SettingOrigin
{
    /// <summary>Nobody: it has its default.</summary>
    Default,

    /// <summary>appsettings.json.</summary>
    File,

    /// <summary>A person by page or interface: settings.json.</summary>
    Page,

    /// <summary>The environment of the process.</summary>
    Environment,

    /// <summary>The command line.</summary>
    CommandLine,
}
