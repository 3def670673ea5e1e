namespace Gateway.ServiceControl;

/// <summary>What the operating system does with the service: systemd or the service manager of Windows.</summary>
internal interface IServiceControl
{
    /// <summary>That of this operating system.</summary>
    /// <param name="root">Linux: the file system in which the service is installed.</param>
    static IServiceControl Of(string root) =>
        OperatingSystem.IsWindows() ? new WindowsService(new WindowsServices(), TimeProvider.System) : new SystemdUnit(root);

    /// <summary>Holds a folder for each version that was installed.</summary>
    string Programs { get; }

    /// <summary>The data directory of the service.</summary>
    string DataDirectory { get; }

    /// <summary>The file of the program in the folder of a version.</summary>
    string ProgramFile { get; }

    /// <summary>The folder of the version in use; null: the service is not installed.</summary>
    string? Current { get; }

    /// <summary>Looks before anything is changed whether there is what a service needs.</summary>
    /// <exception cref="ServiceControlException">There is not; the message says what to do.</exception>
    void NeedManager();

    /// <summary>How the service stands, in the operating system's own words.</summary>
    Task<string> StateAsync();

    /// <summary>Makes account, data directory and service. What was made before it fails is taken back by <see cref="UnregisterAsync"/>.</summary>
    /// <param name="folder">The version to use.</param>
    /// <exception cref="ServiceControlException">It cannot.</exception>
    Task RegisterAsync(string folder);

    /// <summary>Has the service, which is stopped, use another version from its next start on.</summary>
    /// <exception cref="ServiceControlException">It cannot.</exception>
    Task UseAsync(string folder);

    /// <summary>Starts it and waits until it is ready; null: it is, else why it is not.</summary>
    Task<string?> StartAsync();

    /// <summary>Stops it and waits until it has ended.</summary>
    /// <exception cref="ServiceControlException">It does not end.</exception>
    Task StopAsync();

    /// <summary>Copies a file of the data directory with its owner and rights.</summary>
    /// <exception cref="ServiceControlException">It cannot.</exception>
    Task CopyAsync(string file, string copy);

    /// <summary>Removes the service; data directory and account stay.</summary>
    Task UnregisterAsync();

    /// <summary>Removes data directory and account.</summary>
    Task RemoveDataAsync();
}
