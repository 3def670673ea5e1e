namespace Simulation;

/// <summary>What goes wrong with answers. A probability is from 0 (never) to 1 (always).</summary>
public sealed record Faults
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly Faults None = new();

    /// <summary>The probability that an answer does not come.</summary>
    public double Silence { get; init; }

    /// <summary>How much too late an answer comes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The probability that one to eight random bytes come before an answer; on a bus also where nobody answers.</summary>
    public double Noise { get; init; }

    /// <summary>The probability that an answer loses one to three bytes.</summary>
    public double LostBytes { get; init; }

    /// <summary>The probability that the checksum of an answer is wrong; a single character becomes another one.</summary>
    public double WrongChecksum { get; init; }

    /// <summary>On a bus: whether the level converter sends back all that it is sent, as some do. No meter does.</summary>
    public bool Echo { get; init; }

    /// <summary>Lets happen to an answer what chance wants.</summary>
    /// <returns>What remains of it, or null.</returns>
    internal BusAnswer? Spoil(BusAnswer answer, Random random)
    {
        if (this == None)
        {
            return answer;
        }

        if (Happens(Silence, random))
        {
            return null;
        }

        List<byte> bytes = [.. answer.Bytes.Span];
        if (Happens(WrongChecksum, random))
        {
            bytes[^Math.Min(2, bytes.Count)] ^= 0x40;
        }

        if (Happens(LostBytes, random))
        {
            for (var lost = random.Next(1, 4); lost > 0 && bytes.Count > 0; lost--)
            {
                bytes.RemoveAt(random.Next(bytes.Count));
            }
        }

        if (NoiseOf(random) is { } noise)
        {
            bytes.InsertRange(0, noise);
        }

        return bytes.Count == 0 ? null : new BusAnswer(bytes.ToArray(), answer.Delay + Delay);
    }

    /// <summary>Random bytes, or null.</summary>
    internal byte[]? NoiseOf(Random random)
    {
        if (!Happens(Noise, random))
        {
            return null;
        }

        var noise = new byte[random.Next(1, 9)];
        random.NextBytes(noise);
        return noise;
    }

    private static bool Happens(double probability, Random random) => probability > 0 && random.NextDouble() < probability;
}
