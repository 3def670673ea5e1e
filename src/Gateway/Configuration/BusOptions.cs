namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Buses:&lt;name&gt;</c>: a wired M-Bus and the level converter that leads to it.</summary>
internal sealed record BusOptions
{
    /// <summary>
    /// The level converter: <c>tcp://host:port</c>, or a serial port, <c>/dev/serial/by-id/...</c> (the same adapter wherever it is plugged
    /// in), <c>/dev/ttyUSB0</c> or <c>COM3</c>. No two buses have the same.
    /// </summary>
    public string Address { get; init; } = "";

    /// <summary>The rate of the meters in baud; a meter can have its own.</summary>
    public int BaudRate { get; init; } = 2400;

    /// <summary>
    /// What a slow adapter, network or meter may take beyond the standard's time to the first byte (330 bit times + 50 ms). Null: 100 ms
    /// for a serial port, 500 ms over TCP.
    /// </summary>
    public TimeSpan? ExtraTimeout { get; init; }

    /// <summary>Serial port only: whether DTR is on while the port is open; small converters draw their power from it. On unless set to false.</summary>
    public bool Dtr { get; init; } = true;

    /// <summary>Serial port only: whether RTS is on while the port is open, as <see cref="Dtr"/>.</summary>
    public bool Rts { get; init; } = true;

    /// <summary>
    /// Serial port only: how long the converter needs from the opening of the port to the first request. Nothing by default; 00:00:02 or so for
    /// one that lives on DTR and RTS and has to charge its bus first.
    /// </summary>
    public TimeSpan PowerUpDelay { get; init; }

    /// <summary>How often the meters of this bus are read; the gateway's interval when not set.</summary>
    public string? ReadoutInterval { get; init; }

    /// <summary>Whether the meters are read without pause between the scheduled readouts: such values are shown, never stored or pushed.</summary>
    public bool Continuous { get; init; }
}
