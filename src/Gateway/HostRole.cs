namespace Gateway;

/// <summary>For what the parts are put together.</summary>
internal enum HostRole
{
    /// <summary>The service: head-ends, schedules, new meters are read by themselves.</summary>
    Service,

    /// <summary>One verb of the command line: nothing is read that it does not ask for, and no port is open but the one it uses itself.</summary>
    Verb,
}
