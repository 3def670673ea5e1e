using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Api;

/// <summary>A line of an export: cells under their names. A cell is null where there is nothing.</summary>
internal static class ExportLine
{
    /// <summary>Letters other than ASCII stay as they are: a file is no part of a page.</summary>
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line of CSV (RFC 4180), with its end.</summary>
    public static string Csv(IEnumerable<string?> cells) => string.Join(',', cells.Select(Quoted)) + "\r\n";

    /// <summary>A JSON object on a line, with its end.</summary>
    public static string Object(IReadOnlyList<string> names, IReadOnlyList<string?> cells)
    {
        var line = new Dictionary<string, object?>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            line[names[i]] = names[i] is "meter" or "status" or "telegram" && cells[i] is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : cells[i];
        }

        return JsonSerializer.Serialize(line, Json) + "\n";
    }

    /// <summary>A free text that no spreadsheet takes for a formula: one that begins as a formula does stands behind an apostrophe.</summary>
    public static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{text}" : text;

    private static string Quoted(string? cell) =>
        cell is null ? "" : cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
