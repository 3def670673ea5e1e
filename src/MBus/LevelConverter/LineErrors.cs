namespace MBus.LevelConverter;

/// <summary>Faults of characters on a serial line (EN 13757-2, 5.3: 8 data bits, even parity, 1 stop bit), as the port counted them.</summary>
/// <param name="Parity">Characters with wrong parity.</param>
/// <param name="Framing">Characters without stop bit: noise, a collision or the wrong baud rate.</param>
/// <param name="Break">Breaks: the line was low for longer than a character, as in a collision or a short circuit.</param>
/// <param name="Overrun">Characters that were lost since nobody took them in time.</param>
public sealed record LineErrors(long Parity = 0, long Framing = 0, long Break = 0, long Overrun = 0)
{
    /// <summary>No fault.</summary>
    public static readonly LineErrors None = new();

    /// <summary>
    /// Whether parity failed and nothing else did. Noise spoils stop bits too, so this is a line set up for other characters: a
    /// converter or a meter that sends 8N1.
    /// </summary>
    public bool IsParityOnly => Parity > 0 && Framing == 0 && Break == 0;

    /// <summary>These and others.</summary>
    public LineErrors Plus(LineErrors other) =>
        new(Parity + other.Parity, Framing + other.Framing, Break + other.Break, Overrun + other.Overrun);

    /// <summary>Those that came after others had been counted.</summary>
    public LineErrors Since(LineErrors earlier) =>
        new(Parity - earlier.Parity, Framing - earlier.Framing, Break - earlier.Break, Overrun - earlier.Overrun);
}
