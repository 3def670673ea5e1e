namespace Testing;

/// <summary>The ways a byte stream can arrive: whole, byte by byte, and cut in two at every byte.</summary>
public static class Fragments
{
    /// <summary>Every fragmentation of <paramref name="bytes"/>, each a list of chunks in order.</summary>
    public static IEnumerable<IReadOnlyList<byte[]>> Of(byte[] bytes)
    {
        yield return [bytes];
        yield return [.. bytes.Select(b => new[] { b })];
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            yield return [bytes[..cut], bytes[cut..]];
        }
    }
}
