namespace Gateway.Api;

/// <summary>How one meter of a manual readout stands.</summary>
/// <param name="Id">Its number.</param>
/// <param name="LogicalDevice">Its logical device address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its secondary address, or its primary one.</param>
/// <param name="IsDone">Whether it was tried.</param>
/// <param name="IsRead">Whether a readout came and is stored.</param>
/// <param name="Words">What came of it, in words; empty while it is not done.</param>
internal sealed record MeterOutcome(int Id, int LogicalDevice, string Name, string Address, bool IsDone, bool IsRead, string Words);
