using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>Some rows of a time.</summary>
/// <param name="Count">How many rows the whole time has.</param>
/// <param name="Rows">The rows, the newest first.</param>
internal sealed record ProfileSlice(int Count, IReadOnlyList<ProfileRow> Rows);
