namespace Simulation.Values;

/// <summary>One number after another, drawn from a seed.</summary>
internal sealed class Draws(Seed seed)
{
    private long _drawn;

    /// <summary>A number from 0 to one below <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)seed.Part(_drawn++).Below(limit);

    /// <summary>A number from one to another, both included.</summary>
    public int Between(int lowest, int highest) => lowest + Below(highest - lowest + 1);

    /// <summary>Bytes by chance.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Below(byte.MaxValue + 1);
        }

        return bytes;
    }

    /// <summary>Whether something of a probability from 0 to 1 happens.</summary>
    public bool Happens(double probability)
    {
        const int Parts = 1 << 30;
        return probability >= 1 || (probability > 0 && Below(Parts) < probability * Parts);
    }
}
