using System.Text;

namespace Gateway.Api;

/// <summary>Reads CSV (RFC 4180) as spreadsheets write it: commas or semicolons, with a byte order mark or without, UTF-8 or, where it is none, Latin-1.</summary>
internal static class CsvText
{
    /// <summary>The rows with the numbers of the lines on which they begin; empty lines are left out.</summary>
    /// <exception cref="FormatException">A quotation mark is not closed; the message says where.</exception>
    public static IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Read(ReadOnlySpan<byte> content)
    {
        var text = Text(content);
        var head = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        var separator = head.Count(';') > head.Count(',') ? ';' : ',';
        var rows = new List<(int, IReadOnlyList<string>)>();
        for (var (at, line) = (0, 1); at < text.Length;)
        {
            var first = line;
            var cells = ReadRow(text, separator, ref at, ref line);
            if (cells.Any(cell => cell.Length > 0))
            {
                rows.Add((first, cells));
            }
        }

        return rows;
    }

    private static string Text(ReadOnlySpan<byte> content)
    {
        content = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(content);
        }
    }

    /// <summary>The cells of a row; behind it stands the next one.</summary>
    private static List<string> ReadRow(string text, char separator, ref int at, ref int line)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(ReadCell(text, separator, ref at, ref line));
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }

            if (at < text.Length && text[at] == '\r')
            {
                at++;
            }

            if (at < text.Length && text[at] == '\n')
            {
                at++;
            }

            line++;
            return cells;
        }
    }

    private static string ReadCell(string text, char separator, ref int at, ref int line)
    {
        var cell = new StringBuilder();
        var isQuoted = at < text.Length && text[at] == '"';
        var first = line;
        at += isQuoted ? 1 : 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (isQuoted && c == '"')
            {
                if (at + 1 >= text.Length || text[at + 1] != '"')
                {
                    at++;
                    isQuoted = false;
                    continue;
                }

                at++;
            }
            else if (!isQuoted && (c == separator || c is '\r' or '\n'))
            {
                break;
            }

            line += c == '\n' ? 1 : 0;
            cell.Append(c);
            at++;
        }

        return isQuoted ? throw new FormatException($"line {first}: a quotation mark is not closed.") : cell.ToString().Trim();
    }
}
