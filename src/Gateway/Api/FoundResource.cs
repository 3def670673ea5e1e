using Gateway.Readout;

namespace Gateway.Api;

/// <summary>A meter that a search has found.</summary>
/// <param name="PrimaryAddress">Its primary address, when known.</param>
/// <param name="Identity">Its secondary address, 16 hexadecimal digits, when its answer says it.</param>
/// <param name="FabricationNumber">What tells it from another with this address; null: its address is enough.</param>
/// <param name="Manufacturer">Its manufacturer.</param>
/// <param name="Medium">What it measures.</param>
/// <param name="BaudRate">The rate at which it answered.</param>
internal sealed record FoundResource(byte? PrimaryAddress, string? Identity, string? FabricationNumber, string? Manufacturer, string? Medium, int BaudRate)
{
    /// <summary>The same as the searches say it.</summary>
    public static FoundResource Of(FoundOnBus found) => new(
        found.Primary?.Value,
        found.Secondary?.ToString(),
        found.FabricationNumber is { } number ? $"{number:X8}" : null,
        found.Secondary?.Manufacturer.ToString(),
        found.Secondary?.Medium.Name,
        found.BaudRate);
}
