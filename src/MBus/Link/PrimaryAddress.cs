using System.Globalization;

namespace MBus.Link;

/// <summary>The A field: 0 unconfigured, 1-250 a meter, 253 the selected meter, 254 test, 255 broadcast (EN 13757-2, 5.7.5).</summary>
public readonly record struct PrimaryAddress
{
    /// <summary>The address of a meter as delivered, before an installer gave it one.</summary>
    public static readonly PrimaryAddress Unconfigured = new(0);

    /// <summary>FDh: the meter that the last selection by secondary address reached.</summary>
    public static readonly PrimaryAddress Selected = new(253);

    /// <summary>FEh: every meter answers, so only with one meter on the bus.</summary>
    public static readonly PrimaryAddress Test = new(254);

    /// <summary>FFh: every meter listens and none answers.</summary>
    public static readonly PrimaryAddress Broadcast = new(255);

    /// <summary>An address that the standard knows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">251 or 252, which are reserved.</exception>
    public PrimaryAddress(byte value)
    {
        if (value is 251 or 252)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Primary addresses are 0-250, 253, 254 and 255.");
        }

        Value = value;
    }

    /// <summary>The byte on the wire.</summary>
    public byte Value { get; }

    /// <summary>Whether this is the address of one meter (0-250).</summary>
    public bool IsMeter => Value <= 250;

    /// <summary>The number, decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
