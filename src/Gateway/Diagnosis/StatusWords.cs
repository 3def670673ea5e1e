namespace Gateway.Diagnosis;

/// <summary>The status byte of a telegram in words (EN 13757-3, 5.4).</summary>
internal static class StatusWords
{
    /// <summary><c>no error</c>, or what is reported, separated by commas.</summary>
    public static string Of(byte status)
    {
        var words = new List<string>();
        if ((status & 3) != 0)
        {
            words.Add((status & 3) switch { 1 => "busy", 2 => "application error", _ => "alarm" });
        }

        string?[] bits = [null, null, "power low", "permanent error", "temporary error"];
        words.AddRange(bits.Where((word, bit) => word is not null && (status & (1 << bit)) != 0)!);
        if ((status & 0xE0) != 0)
        {
            words.Add("maker's bits");
        }

        return words.Count == 0 ? "no error" : string.Join(", ", words);
    }
}
