namespace Metering.Mapping;

/// <summary>What kind of thing a unit measures; units of different dimensions are never exchanged.</summary>
internal enum Dimension
{
    /// <summary>Not known here: the maker's, or a text.</summary>
    Unknown,

    Count,
    Energy,
    ReactiveEnergy,
    ApparentEnergy,
    Power,
    ReactivePower,
    ApparentPower,
    Volume,
    VolumeFlow,
    Mass,
    MassFlow,
    Duration,
    Temperature,
    Pressure,
    Voltage,
    Current,
    Frequency,
    Angle,
    Ratio,
    Currency,
    Level,

    /// <summary>Of a unit that no record has, such as m/s.</summary>
    NotMetered,
}
