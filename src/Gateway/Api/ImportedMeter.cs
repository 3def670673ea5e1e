namespace Gateway.Api;

/// <summary>A meter of a list.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Id">Its number in the store; null: it was only checked.</param>
/// <param name="LogicalDevice">Its logical device address; null: it was only checked.</param>
/// <param name="Name">Its free name.</param>
/// <param name="Bus">Its bus.</param>
/// <param name="Identity">Its secondary address, when known.</param>
/// <param name="PrimaryAddress">Its primary address, when known.</param>
/// <param name="HasKey">Whether a key was given.</param>
internal sealed record ImportedMeter(int Line, int? Id, int? LogicalDevice, string Name, string Bus, string? Identity, byte? PrimaryAddress, bool HasKey);
