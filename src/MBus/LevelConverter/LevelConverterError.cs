namespace MBus.LevelConverter;

/// <summary>What is wrong with the line to a level converter.</summary>
public enum LevelConverterError
{
    /// <summary>Nobody listens at the address and port, or the converter has a client already.</summary>
    Refused,

    /// <summary>The host's name or address leads nowhere, or does not answer in time.</summary>
    Unreachable,

    /// <summary>The converter closed or reset the connection.</summary>
    ClosedByPeer,

    /// <summary>The connection is dead without having been closed: keep-alive or a write found no other end.</summary>
    HalfOpen,

    /// <summary>There is no such port; an adapter is not plugged in.</summary>
    NoSuchPort,

    /// <summary>The user may not open the port (on Linux, group <c>dialout</c>).</summary>
    NotPermitted,

    /// <summary>Another program has the port.</summary>
    InUse,

    /// <summary>The path is not a serial port.</summary>
    NotSerial,

    /// <summary>The port does not take the baud rate or 8E1.</summary>
    SettingsRefused,

    /// <summary>The adapter was unplugged, or its driver failed.</summary>
    Unplugged,

    /// <summary>Not possible on this operating system.</summary>
    NotSupported,
}
