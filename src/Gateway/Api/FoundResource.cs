using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary>A meter that a search has found.</summary>
/// <param name="PrimaryAddress">Its primary address, when known.</param>
/// <param name="Identity">Its secondary address, 16 hexadecimal digits, when its answer says it.</param>
/// <param name="FabricationNumber">What tells it from another with this address; null: its address is enough.</param>
/// <param name="Manufacturer">Its manufacturer.</param>
/// <param name="Medium">What it measures.</param>
/// <param name="BaudRate">The rate at which it answered.</param>
/// <param name="Address">What it is called by when it is chosen: its secondary address, with its fabrication number where that is needed, or its primary one.</param>
/// <param name="Meter">The number of the meter as which it is stored; null: it is not.</param>
internal sealed record FoundResource(
    byte? PrimaryAddress, string? Identity, string? FabricationNumber, string? Manufacturer, string? Medium, int BaudRate, string Address = "", int? Meter = null)
{
    /// <summary>The same as the searches say it.</summary>
    public static FoundResource Of(FoundOnBus found, string bus, IMeterStore? meters) => new(
        found.Primary?.Value,
        found.Secondary?.ToString(),
        found.FabricationNumber is { } number ? $"{number:X8}" : null,
        found.Secondary?.Manufacturer.ToString(),
        found.Secondary?.Medium.Name,
        found.BaudRate,
        AddressOf(found),
        meters is null ? null : FoundMeters.Find(meters, bus, found)?.Id.Value);

    /// <summary>What a found meter is called by when it is chosen.</summary>
    public static string AddressOf(FoundOnBus found) => found.Secondary is { } secondary ? new MeterSelection(secondary, found.FabricationNumber).ToString() : $"{found.Primary}";
}
