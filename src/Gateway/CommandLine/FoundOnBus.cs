using MBus.Link;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary>A meter that a search has found.</summary>
/// <param name="Primary">Its primary address, when known.</param>
/// <param name="Secondary">Its secondary address, when its answer says it.</param>
/// <param name="BaudRate">The rate at which it answered.</param>
/// <param name="ByPrimary">Whether it was found by its primary address.</param>
internal sealed record FoundOnBus(PrimaryAddress? Primary, SecondaryAddress? Secondary, int BaudRate, bool ByPrimary);
