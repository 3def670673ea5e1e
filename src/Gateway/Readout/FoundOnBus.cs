using MBus.Link;
using MBus.Master;

namespace Gateway.Readout;

/// <summary>A meter that a search has found.</summary>
/// <param name="Primary">Its primary address, when known.</param>
/// <param name="Secondary">Its secondary address, when its answer says it.</param>
/// <param name="BaudRate">The rate at which it answered.</param>
/// <param name="ByPrimary">Whether it was found by its primary address.</param>
internal sealed record FoundOnBus(PrimaryAddress? Primary, SecondaryAddress? Secondary, int BaudRate, bool ByPrimary)
{
    /// <summary>What it has to be selected by beside its address, which another meter has too; null: its address is enough.</summary>
    public uint? FabricationNumber { get; init; }

    /// <summary>Whether two findings are one meter, found at two rates or in two searches.</summary>
    public bool IsSame(FoundOnBus other) => Secondary is { } secondary
        ? secondary == other.Secondary && FabricationNumber == other.FabricationNumber
        : other.Secondary is null && Primary == other.Primary;
}
