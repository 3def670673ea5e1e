namespace Testing;

/// <summary>
/// Requests and their answers as text: a line with <c>&gt;</c> goes to the side that is tested, one with <c>&lt;</c> is what it has to answer,
/// a line without either goes on with the one before, and <c>//</c> begins a remark.
/// </summary>
public static class Dialogue
{
    /// <summary>The turns in order; an answer may be empty where there is none.</summary>
    public static IReadOnlyList<(byte[] Request, byte[] Answer)> Parse(string text)
    {
        var turns = new List<(string Request, string? Answer)>();
        foreach (var line in text.Split('\n').Select(WithoutRemark).Where(line => line.Length > 0))
        {
            switch (line[0])
            {
                case '>':
                    turns.Add((line[1..], null));
                    break;
                case '<':
                    turns[^1] = (turns[^1].Request, line[1..]);
                    break;
                default:
                    var (request, answer) = turns[^1];
                    turns[^1] = answer is null ? (request + line, null) : (request, answer + line);
                    break;
            }
        }

        return [.. turns.Select(turn => (Hex.Bytes(turn.Request), Hex.Bytes(turn.Answer ?? string.Empty)))];
    }

    private static string WithoutRemark(string line)
    {
        var remark = line.IndexOf("//", StringComparison.Ordinal);
        return (remark < 0 ? line : line[..remark]).Trim();
    }
}
