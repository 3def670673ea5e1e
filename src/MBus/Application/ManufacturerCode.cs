namespace MBus.Application;

/// <summary>
/// The manufacturer field (EN 13757-3, 5.6): three letters of five bits each, <c>KAM</c> = 2C2Dh, sent <c>2D 2C</c>.
/// Bit 15 is a flag and no part of the name.
/// </summary>
public readonly record struct ManufacturerCode(ushort Value)
{
    private const char BeforeA = (char)('A' - 1);

    /// <summary>Reads three letters A-Z.</summary>
    /// <exception cref="FormatException">Not three letters.</exception>
    public static ManufacturerCode Parse(string letters) =>
        letters is [var a and >= 'A' and <= 'Z', var b and >= 'A' and <= 'Z', var c and >= 'A' and <= 'Z']
            ? new ManufacturerCode((ushort)(((a - BeforeA) << 10) | ((b - BeforeA) << 5) | (c - BeforeA)))
            : throw new FormatException($"'{letters}' is not a manufacturer code of three letters A-Z.");

    /// <summary>The three letters; <c>@</c> for a zero.</summary>
    public override string ToString() =>
        new([Letter(Value >> 10), Letter(Value >> 5), Letter(Value)]);

    private static char Letter(int bits) => (char)((bits & 0x1F) + BeforeA);
}
