using MBus.Master;

namespace Gateway.Readout;

/// <summary>What a search met and a person should know of.</summary>
/// <param name="Address">Where.</param>
/// <param name="Finding">What.</param>
internal sealed record SearchRemark(string Address, SearchFinding Finding);
