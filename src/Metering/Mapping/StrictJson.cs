using System.Text;
using System.Text.Json;

namespace Metering.Mapping;

/// <summary>
/// Whether bytes are JSON as RFC 8259 has it. Newtonsoft.Json, which knows the place of every value, reads names without quotes, comments
/// and more; such a file would be refused by every other reader.
/// </summary>
internal static class StrictJson
{
    /// <summary>The first fault; true when there is none.</summary>
    /// <param name="json">UTF-8 without byte order mark.</param>
    /// <param name="maximumDepth">The deepest nesting.</param>
    /// <param name="issues">Takes the fault with its place.</param>
    public static bool Check(ReadOnlySpan<byte> json, int maximumDepth, MappingIssues issues)
    {
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            issues.Error("the file is empty.");
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maximumDepth });
        try
        {
            while (reader.Read())
            {
                // every token is looked at
            }

            return true;
        }
        catch (JsonException e)
        {
            var (line, inLine) = ((int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
            var start = StartOf(json, line);
            var at = Math.Min(start + inLine, json.Length);
            var column = Encoding.UTF8.GetCharCount(json[start..at]) + 1;
            issues.Error($"this is not JSON: {Reason(json, at, DepthOf(reader.CurrentDepth, reader.TokenType) >= maximumDepth, IsComplete(reader.CurrentDepth, reader.TokenType))}", line + 1, column);
            return false;
        }
    }

    private static int StartOf(ReadOnlySpan<byte> json, int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += json[start..].IndexOf((byte)'\n') + 1;
        }

        return start;
    }

    private static string Reason(ReadOnlySpan<byte> json, int at, bool isDeepest, bool isComplete)
    {
        if (at == json.Length)
        {
            return "the file ends in the middle.";
        }

        Rune.DecodeFromUtf8(json[at..], out var found, out _);
        var before = json[..at].TrimEnd(" \t\r\n"u8);
        return found.Value switch
        {
            0 => "NUL bytes; this is no text.",
            < ' ' => $"the control character U+{found.Value:X4} cannot stand here.",
            '{' or '[' when isDeepest => "lists and objects are nested too deep; a mapping file has three levels.",
            _ when isComplete => "something follows after the end of the object.",
            '\'' => "names and texts stand in double quotes.",
            '/' or '#' => "JSON has no comments.",
            '}' or ']' when before.EndsWith(","u8) => "a comma stands before the end of a list or object.",
            _ when Rune.IsLetter(found) => $"'{found}': names and texts stand in double quotes; true, false and null are written small.",
            _ => $"'{found}' cannot stand here.",
        };
    }

    /// <summary>A list or object that has just begun is one level more.</summary>
    private static int DepthOf(int depth, JsonTokenType last) => last is JsonTokenType.StartObject or JsonTokenType.StartArray ? depth + 1 : depth;

    /// <summary>The outermost object, list or value has been read.</summary>
    private static bool IsComplete(int depth, JsonTokenType last) =>
        depth == 0 && last is not (JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
}
