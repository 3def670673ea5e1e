namespace Gateway.Readout;

/// <summary>Whether a search goes on.</summary>
internal enum SearchStatus
{
    /// <summary>It runs, or goes on when the service does.</summary>
    Running,

    /// <summary>A person stopped it; it can be resumed.</summary>
    Stopped,

    /// <summary>It is over: everything was tried, or the expected number was found.</summary>
    Finished,

    /// <summary>It was given up, since everything that is asked brings junk: a damaged meter or a short circuit.</summary>
    Flooded,
}
