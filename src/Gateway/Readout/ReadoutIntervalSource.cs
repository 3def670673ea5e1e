namespace Gateway.Readout;

/// <summary>Whose readout interval a meter follows.</summary>
internal enum ReadoutIntervalSource
{
    /// <summary>Its own.</summary>
    Meter,

    /// <summary>Its group's.</summary>
    Group,

    /// <summary>Its bus's.</summary>
    Bus,

    /// <summary>The gateway's.</summary>
    Gateway,
}
