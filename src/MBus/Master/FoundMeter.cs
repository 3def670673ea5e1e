using MBus.Link;

namespace MBus.Master;

/// <summary>A meter that a search has found.</summary>
/// <param name="Address">
/// Its secondary address, with wildcards for what its answer does not say; null when it answered at a primary address without
/// saying who it is.
/// </param>
/// <param name="Answer">Its first telegram; a second reading has confirmed it, and more a search does not read: each costs a battery.</param>
public sealed record FoundMeter(SecondaryAddress? Address, LinkFrame Answer)
{
    /// <summary>
    /// What it has to be selected by beside its address, which another meter of the bus has too; digits F where they are not known and
    /// not needed. Null: its address is enough.
    /// </summary>
    public uint? FabricationNumber { get; init; }
}
