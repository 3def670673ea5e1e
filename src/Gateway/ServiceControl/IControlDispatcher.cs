namespace Gateway.ServiceControl;

/// <summary>Connects this process with the service manager of Windows.</summary>
internal interface IControlDispatcher
{
    /// <summary>Connects, once in a process; false: the service manager has not started it.</summary>
    /// <param name="stop">Is called when the manager asks for a stop, or the machine is shut down; it returns at once.</param>
    Task<bool> ConnectAsync(Action stop);

    /// <summary>Tells the manager how the service stands; what has stopped tells nothing more.</summary>
    /// <param name="state">How.</param>
    /// <param name="checkPoint">Grows while a start or a stop goes on; else 0.</param>
    /// <param name="hasFailed">Whether it has ended by a fault: then the manager starts it again.</param>
    void Report(WindowsServiceState state, uint checkPoint, bool hasFailed);
}
