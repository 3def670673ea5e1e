using Simulation.Values;

namespace Simulation;

/// <summary>Identifications for the meters of a bus, each different from the others, read as hexadecimal digits.</summary>
public static class Identifications
{
    /// <summary>How many numbers of eight decimal digits there are.</summary>
    internal const int Numbers = 100_000_000;

    /// <summary>So many numbers of eight decimal digits, drawn from a seed.</summary>
    public static IReadOnlyList<uint> Drawn(int seed, int count) => Draw(seed, count, part => Digits(part.Below(Numbers)));

    /// <summary>So many numbers of eight hexadecimal digits, at least one of them A to E, drawn from a seed. A digit F cannot be asked for.</summary>
    public static IReadOnlyList<uint> DrawnWithHexDigits(int seed, int count) => Draw(seed, count, HexDigits);

    /// <summary>So many numbers that follow one another, as meters of one delivery have them.</summary>
    /// <param name="first">The first, 0-99999999.</param>
    /// <param name="count">How many; after 99999999 comes 0.</param>
    public static IReadOnlyList<uint> Consecutive(int first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Digits(((long)first + i) % Numbers))];

    /// <summary>A number as eight BCD digits.</summary>
    internal static uint Digits(long number)
    {
        var digits = 0u;
        for (var shift = 0; shift < 32; shift += 4)
        {
            (number, var digit) = Math.DivRem(number, 10);
            digits |= (uint)digit << shift;
        }

        return digits;
    }

    /// <summary>The fabrication number of a meter whose identification may have hexadecimal digits: its own are decimal.</summary>
    internal static uint Fabrication(uint identification)
    {
        var digits = 0u;
        for (var shift = 0; shift < 32; shift += 4)
        {
            digits |= (((identification >> shift) & 0xF) % 10) << shift;
        }

        return digits;
    }

    private static uint[] Draw(int seed, int count, Func<Seed, uint> number)
    {
        var drawn = new HashSet<uint>();
        for (var part = 0L; drawn.Count < count; part++)
        {
            drawn.Add(number(new Seed((ulong)seed).Part(part)));
        }

        return [.. drawn];
    }

    private static uint HexDigits(Seed part)
    {
        const int DigitCount = 8;
        const int LettersAToE = 5;
        var letter = (int)part.Part(DigitCount).Below(DigitCount);
        var digits = 0u;
        for (var place = 0; place < DigitCount; place++)
        {
            var digit = place == letter ? 0xA + part.Part(place).Below(LettersAToE) : part.Part(place).Below(0xF);
            digits |= (uint)digit << (4 * place);
        }

        return digits;
    }
}
