namespace Gateway.ServiceControl;

/// <summary>How a service of Windows stands (SERVICE_STATUS.dwCurrentState).</summary>
internal enum WindowsServiceState
{
    /// <summary>There is no such service.</summary>
    Missing,

    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It starts.</summary>
    StartPending,

    /// <summary>It stops.</summary>
    StopPending,

    /// <summary>It runs, and has said that it is ready.</summary>
    Running,
}
