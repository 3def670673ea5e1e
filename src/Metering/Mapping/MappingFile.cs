using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Metering.Mapping;

/// <summary>
/// Reads mapping files: the JSON files of the CMe3100. Everything that is wrong is found in one go, with line and column; what is
/// unknown is kept and reported, so that a file for a later version still loads.
/// </summary>
public static class MappingFile
{
    /// <summary>The largest file, in bytes; the manual's largest samples have some 20 kB.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>The most entries; a DLMS client sees an object for each.</summary>
    public const int MaximumEntries = 2000;

    /// <summary>A mapping file is three levels deep.</summary>
    private const int MaximumDepth = 16;

    /// <summary>Checks the bytes of a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">What it holds: JSON in UTF-8.</param>
    public static MappingFileCheck Check(string file, ReadOnlyMemory<byte> content)
    {
        var issues = new MappingIssues(file);
        if (content.Length > MaximumLength)
        {
            issues.Error($"the file has {content.Length} bytes; a mapping file has at most {MaximumLength}.");
        }
        else if (Text(content, issues) is { } json && Parse(json, issues) is { } root)
        {
            var mapping = new MappingReader(issues).Read(root, file, json);
            return new MappingFileCheck(file, issues.HasErrors ? null : mapping, issues.InOrder());
        }

        return new MappingFileCheck(file, Mapping: null, issues.InOrder());
    }

    /// <summary>Checks a file on the disk; one that cannot be read is an issue too.</summary>
    public static MappingFileCheck Check(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var content = new byte[(int)Math.Min(stream.Length, MaximumLength + 1)];
            return Check(path, content.AsMemory(0, stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var issues = new MappingIssues(path);
            issues.Error($"the file cannot be read: {e.Message}");
            return new MappingFileCheck(path, Mapping: null, issues.InOrder());
        }
    }

    private static string? Text(ReadOnlyMemory<byte> content, MappingIssues issues)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var bytes = content.Span.StartsWith(mark) ? content.Span[mark.Length..] : content.Span;
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Clamp(e.Index, 0, bytes.Length)];
            issues.Error($"byte {e.Index} is not UTF-8; save the file as UTF-8.", line: before.Count((byte)'\n') + 1);
            return null;
        }
    }

    private static JObject? Parse(string json, MappingIssues issues)
    {
        issues.Text = json;
        using var reader = new JsonTextReader(new StringReader(json))
        {
            MaxDepth = MaximumDepth,
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
        };
        try
        {
            var root = JToken.Load(reader, new JsonLoadSettings
            {
                CommentHandling = CommentHandling.Ignore,
                DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
                LineInfoHandling = LineInfoHandling.Load,
            });
            while (reader.Read())
            {
                // Only comments may follow; anything else is an error of the reader's.
            }

            if (root is not JObject mapping)
            {
                issues.Error("a mapping file is one JSON object: { \"type\": ..., \"entries\": [...] }.", root);
                return null;
            }

            return mapping;
        }
        catch (JsonReaderException e)
        {
            issues.Error($"this is not JSON: {Reason(e)}", e.LineNumber, e.LinePosition);
            return null;
        }
        catch (JsonException e)
        {
            // Two members of one name; the place is where the second one stands.
            issues.Error(e.Message, reader.LineNumber, reader.LinePosition);
            return null;
        }
    }

    /// <summary>The message without the place, which stands before it.</summary>
    private static string Reason(JsonReaderException e)
    {
        var place = e.Message.LastIndexOf(" Path '", StringComparison.Ordinal);
        return place > 0 ? e.Message[..place].TrimEnd(',', ' ') : e.Message;
    }
}
