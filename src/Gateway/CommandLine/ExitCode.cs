namespace Gateway.CommandLine;

/// <summary>What the program returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work was tried and something failed: nobody answers, a meter was silent, a telegram or a mapping file has faults.</summary>
    public const int Failed = 1;

    /// <summary>The work could not begin: wrong arguments or settings, a port in use, no such file or bus.</summary>
    public const int Refused = 2;
}
