using MBus.Master;

namespace Metering.Mapping;

/// <summary>What a mapping is chosen by: medium, maker and version of a meter, as its header says.</summary>
/// <param name="Type">The name of the medium.</param>
/// <param name="Manufacturer">Three letters.</param>
/// <param name="Version">The version.</param>
public readonly record struct MeterType(string Type, string Manufacturer, int Version)
{
    /// <summary>The type of a meter with this secondary address.</summary>
    public static MeterType Of(SecondaryAddress identity) => new(identity.Medium.Name, identity.Manufacturer.ToString(), identity.Version);
}
