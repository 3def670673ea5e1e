namespace Testing;

/// <summary>Damaged copies of good input: cut, flipped, inserted, removed, repeated and random bytes.</summary>
public static class Mutations
{
    /// <summary>The input cut off after every byte.</summary>
    public static IEnumerable<byte[]> Truncations(byte[] input) =>
        Enumerable.Range(0, input.Length).Select(length => input[..length]);

    /// <summary>A copy with one to four random changes.</summary>
    public static byte[] Mutate(Random random, byte[] input)
    {
        var bytes = new List<byte>(input);
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
                case 2 when at < bytes.Count: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(8, bytes.Count - at))); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Random bytes, up to <paramref name="maximum"/> of them.</summary>
    public static byte[] Noise(Random random, int maximum)
    {
        var bytes = new byte[random.Next(maximum + 1)];
        random.NextBytes(bytes);
        return bytes;
    }
}
