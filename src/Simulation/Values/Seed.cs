namespace Simulation.Values;

/// <summary>Where invented numbers come from: the same seed always gives the same ones (SplitMix64), on every machine.</summary>
internal readonly record struct Seed(ulong Value)
{
    /// <summary>A seed of its own for part <paramref name="number"/> of what this seed stands for.</summary>
    public Seed Part(long number)
    {
        var z = Value + (((ulong)number + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return new Seed(z ^ (z >> 31));
    }

    /// <summary>A number from 0 to one below <paramref name="limit"/>.</summary>
    public long Below(long limit) => (long)(Part(0).Value % (ulong)limit);
}
