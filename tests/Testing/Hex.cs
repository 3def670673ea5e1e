namespace Testing;

/// <summary>Bytes written as hexadecimal groups that follow the fields: <c>"68 03 03 68 | 08 01 72"</c>.</summary>
public static class Hex
{
    /// <summary>The bytes; blanks, line breaks and <c>|</c> between groups are ignored.</summary>
    public static byte[] Bytes(string hex) =>
        Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c) && c != '|')));
}
