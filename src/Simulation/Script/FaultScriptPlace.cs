using System.Text;
using System.Text.Json;

namespace Simulation.Script;

/// <summary>Lines and columns of a script file.</summary>
internal readonly ref struct FaultScriptPlace(string file, ReadOnlySpan<byte> content)
{
    private readonly int _mark = content.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
    private readonly ReadOnlySpan<byte> _content = content;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What follows the byte order mark, where there is one.</summary>
    public ReadOnlySpan<byte> Json => _content[_mark..];

    /// <summary>So many bytes as text.</summary>
    public string TextAt(long start, int length) => Encoding.UTF8.GetString(Json.Slice((int)start, length));

    /// <summary>Something is wrong at a byte.</summary>
    public FaultScriptIssue Issue(long at, string message)
    {
        var before = Json[..(int)at];
        var line = before.Count((byte)'\n') + 1;
        return new FaultScriptIssue(file, line, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1, message);
    }

    /// <summary>It is no JSON.</summary>
    public FaultScriptIssue Issue(JsonException e)
    {
        var start = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            start += Json[start..].IndexOf((byte)'\n') + 1;
        }

        var at = Math.Min(start + (int)(e.BytePositionInLine ?? 0), Json.Length);
        return Issue(at, at == Json.Length ? "the file ends in the middle." : "this is not JSON.");
    }
}
