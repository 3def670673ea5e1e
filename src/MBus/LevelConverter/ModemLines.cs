namespace MBus.LevelConverter;

/// <summary>
/// The modem lines of a serial port (ITU-T V.24). Many small level converters draw their power from them; some want one of them
/// low, as a switch between sending and receiving.
/// </summary>
public sealed record ModemLines
{
    /// <summary>Both on, and nothing to wait for.</summary>
    public static readonly ModemLines Default = new();

    /// <summary>Whether DTR (data terminal ready) is on while the port is open; by default it is, as a terminal would have it.</summary>
    public bool Dtr { get; init; } = true;

    /// <summary>Whether RTS (request to send) is on while the port is open; by default it is.</summary>
    public bool Rts { get; init; } = true;

    /// <summary>
    /// How long a converter that lives on the lines needs from opening the port to the first request: its own supply, and that of
    /// the meters on its bus. By default nothing, since a converter with a supply of its own needs nothing.
    /// </summary>
    public TimeSpan PowerUpDelay { get; init; }
}
