namespace Gateway.ServiceControl;

/// <summary>What the service manager of Windows does with a service, by its name.</summary>
internal interface IWindowsServices
{
    /// <summary>The identifier (SID) of whoever runs this program.</summary>
    string User { get; }

    /// <summary>What a service runs; null: there is none.</summary>
    string? CommandOf(string name);

    /// <summary>Makes a service that starts with the machine.</summary>
    void Create(string name, string title, string description, string command, string account);

    /// <summary>Has a service run something else from its next start on.</summary>
    void SetCommand(string name, string command);

    /// <summary>Whether a service that ends by a fault is started again; of one that there is not, nothing is changed.</summary>
    void SetRecovery(string name, bool startsAgain);

    /// <summary>Asks for a start, unless it runs already.</summary>
    void Start(string name);

    /// <summary>Asks for a stop; one that starts or stops just now does not hear it.</summary>
    void Stop(string name);

    /// <summary>Removes a service, if there is one.</summary>
    void Delete(string name);

    /// <summary>How a service stands, the exit code of one that has ended, and the process of one that has not; 0: none.</summary>
    (WindowsServiceState State, uint Code, int Process) StatusOf(string name);

    /// <summary>The identifier (SID) of whoever owns a folder; null: there is none.</summary>
    string? OwnerOf(string folder);
}
