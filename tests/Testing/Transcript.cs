using System.Globalization;

namespace Testing;

/// <summary>
/// A conversation as written down, one message a line; what follows a <c>#</c> explains.
/// <code>
/// > 10 40 01 41 16            # what is sent by the code under test
/// &lt; E5                        # what is answered, 20 ms later
/// > 10 7B 01 7C 16
/// &lt;300ms 68 12 12 68 08       # answered 300 ms after the last line
/// &lt;100ms 01 72 ...            # and goes on after a pause of 100 ms
/// </code>
/// </summary>
public sealed record Transcript(IReadOnlyList<Transcript.Line> Lines)
{
    private static readonly TimeSpan UsualDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Reads a transcript.</summary>
    public static Transcript Parse(string text) => new(
        [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(ParseLine)]);

    private static Line ParseLine(string line)
    {
        var end = line.IndexOf("ms ", StringComparison.Ordinal);
        var delay = end < 0 ? UsualDelay : TimeSpan.FromMilliseconds(double.Parse(line[1..end], CultureInfo.InvariantCulture));
        return new Line(line[0] == '>', delay, Hex.Bytes(line[(end < 0 ? 1 : end + 3)..]));
    }

    /// <summary>One message.</summary>
    /// <param name="IsSent">Whether the code under test sends it.</param>
    /// <param name="Delay">How long after the line before it is answered.</param>
    /// <param name="Bytes">The message.</param>
    public sealed record Line(bool IsSent, TimeSpan Delay, byte[] Bytes);
}
