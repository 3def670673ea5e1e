namespace Cosem.InterfaceClasses;

/// <summary>The rows of a profile, oldest first. What of them is asked for is the profile's affair.</summary>
public interface IProfileSource
{
    /// <summary>The number of rows the profile can hold.</summary>
    uint ProfileEntries { get; }

    /// <summary>The rows of a time. They are counted at once and fetched when they are sent, so that a long profile is never held whole.</summary>
    /// <param name="from">The first moment, included; null: from the oldest row on.</param>
    /// <param name="to">The last moment, included; null: up to the latest row.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IProfileRows> SelectAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken);
}
