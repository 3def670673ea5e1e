namespace Simulation.Script;

/// <summary>How the way to a bus is cut off.</summary>
public enum LineLoss
{
    /// <summary>The level converter closes its connection, and each new one: it has restarted, or the network is down.</summary>
    Closed,

    /// <summary>The adapter at the serial port is unplugged.</summary>
    Unplugged,

    /// <summary>The line stays open and dead: after an over-current the level converter has switched the bus off.</summary>
    Silent,
}
