namespace Gateway.Tests.Kills;

/// <summary>How a life of the service ends.</summary>
internal enum KindOfEnd
{
    /// <summary>Killed before it listens, or about then.</summary>
    KilledWhileStarting,

    /// <summary>Killed soon after it listens.</summary>
    KilledWhileNew,

    /// <summary>Killed while it reads and pushes.</summary>
    KilledWhileWorking,

    /// <summary>Killed soon after it was asked to stop.</summary>
    KilledWhileStopping,

    /// <summary>Stopped in order.</summary>
    Stopped,
}
