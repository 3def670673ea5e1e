namespace Gateway.Push;

/// <summary>Where a setting of a report comes from, the lowest layer first.</summary>
internal enum SettingLayer
{
    /// <summary>Nobody has said anything.</summary>
    Default,

    /// <summary>The settings file, the environment or the command line.</summary>
    Settings,

    /// <summary>What was stored for the report.</summary>
    Report,

    /// <summary>What was stored for the Push setup of the device.</summary>
    Device,
}
