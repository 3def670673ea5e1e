namespace Simulation.Meters;

/// <summary>Numbers that look random and follow from a seed: the same on every machine and at every time.</summary>
internal static class Seed
{
    /// <summary>A new seed from a seed and what it is for (SplitMix64).</summary>
    public static ulong Of(ulong seed, long purpose)
    {
        var z = seed + (0x9E3779B97F4A7C15 * (ulong)(purpose + 1));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from <paramref name="lowest"/> to <paramref name="highest"/>, both included.</summary>
    public static long Between(ulong seed, long purpose, long lowest, long highest) =>
        lowest + (long)(Of(seed, purpose) % (ulong)(highest - lowest + 1));
}
