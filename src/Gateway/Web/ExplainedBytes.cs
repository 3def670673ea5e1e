namespace Gateway.Web;

/// <summary>Some bytes of a telegram and what they are.</summary>
/// <param name="Offset">Where they are, from 0.</param>
/// <param name="Key">Of a data record: DIF, DIFEs, VIF and VIFEs; empty for others.</param>
/// <param name="Rest">The bytes behind it; of others all of them.</param>
/// <param name="Meaning">In words.</param>
internal sealed record ExplainedBytes(int Offset, string Key, string Rest, string Meaning)
{
    /// <summary>All of them in hexadecimal digits, with blanks.</summary>
    public string Hex => $"{Key} {Rest}".Trim();

    /// <summary>How many there are.</summary>
    public int Length => (Hex.Length + 1) / 3;
}
