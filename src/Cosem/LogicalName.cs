using System.Globalization;

namespace Cosem;

/// <summary>The logical name of a COSEM object: the six value groups A to F of its OBIS code (IEC 62056-6-1), such as <c>1.0.1.8.0.255</c>.</summary>
/// <param name="A">Value group A, the medium.</param>
/// <param name="B">Value group B, the channel.</param>
/// <param name="C">Value group C, the quantity.</param>
/// <param name="D">Value group D, how the quantity was processed.</param>
/// <param name="E">Value group E, the tariff or another classification.</param>
/// <param name="F">Value group F, the billing period; 255 when unused.</param>
public readonly record struct LogicalName(byte A, byte B, byte C, byte D, byte E, byte F)
{
    /// <summary>Octets of a logical name.</summary>
    public const int Length = 6;

    /// <summary>The logical name in six octets as the wire carries it.</summary>
    /// <exception cref="ArgumentException">There are not six octets.</exception>
    public static LogicalName FromOctets(ReadOnlySpan<byte> octets) => octets.Length == Length
        ? new(octets[0], octets[1], octets[2], octets[3], octets[4], octets[5])
        : throw new ArgumentException($"A logical name has six octets, not {octets.Length}.", nameof(octets));

    /// <summary>Parses six decimal numbers 0 to 255 with dots between them: <c>1.0.1.8.0.255</c>.</summary>
    /// <exception cref="FormatException">The text is no logical name.</exception>
    public static LogicalName Parse(ReadOnlySpan<char> text) => TryParse(text, out var name)
        ? name
        : throw new FormatException($"'{text}' is no logical name: six numbers 0 to 255 with dots between them, such as 1.0.1.8.0.255.");

    /// <summary>Tries to parse <c>1.0.1.8.0.255</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LogicalName name)
    {
        name = default;
        Span<byte> octets = stackalloc byte[Length];
        var groups = 0;
        foreach (var group in text.Split('.'))
        {
            if (groups == Length || !byte.TryParse(text[group], NumberStyles.None, CultureInfo.InvariantCulture, out octets[groups]))
            {
                return false;
            }

            groups++;
        }

        if (groups != Length)
        {
            return false;
        }

        name = FromOctets(octets);
        return true;
    }

    /// <summary>The six octets.</summary>
    public Octets ToOctets() => new byte[] { A, B, C, D, E, F };

    /// <summary>Writes the six octets.</summary>
    /// <param name="octets">At least six.</param>
    public void CopyTo(Span<byte> octets)
    {
        octets[5] = F;
        octets[4] = E;
        octets[3] = D;
        octets[2] = C;
        octets[1] = B;
        octets[0] = A;
    }

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine((A << 24) | (B << 16) | (C << 8) | D, (E << 8) | F);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{A}.{B}.{C}.{D}.{E}.{F}");
}
