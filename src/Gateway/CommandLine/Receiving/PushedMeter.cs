
namespace Gateway.CommandLine.Receiving;

/// <summary>What an event push tells of the meter.</summary>
/// <param name="Name">The logical device name.</param>
/// <param name="Manufacturer">Three letters.</param>
/// <param name="DeviceType">The M-Bus medium.</param>
/// <param name="Version">The M-Bus version, as firmware version.</param>
internal sealed record PushedMeter(string Name, string Manufacturer, int DeviceType, int Version);
