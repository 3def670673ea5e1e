namespace Cosem.InterfaceClasses;

/// <summary>The rows of a profile. Long answers are given as a <see cref="LazyArray"/>, so that they are never held whole.</summary>
public interface IProfileSource
{
    /// <summary>The number of rows the profile can hold.</summary>
    uint ProfileEntries { get; }

    /// <summary>The number of rows there are, double-long-unsigned.</summary>
    ValueTask<AttributeValue> EntriesInUseAsync(CancellationToken cancellationToken);

    /// <summary>All rows.</summary>
    ValueTask<AttributeValue> AllAsync(CancellationToken cancellationToken);

    /// <summary>The rows of a range of time.</summary>
    ValueTask<AttributeValue> RangeAsync(RangeDescriptor range, CancellationToken cancellationToken);

    /// <summary>The rows of a range of numbers.</summary>
    ValueTask<AttributeValue> EntriesAsync(EntryDescriptor entries, CancellationToken cancellationToken);
}
