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

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

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
        else if (Text(content.Span.StartsWith(ByteOrderMark) ? content.Span[ByteOrderMark.Length..] : content.Span, issues) is { } json && Parse(json, issues) is { } root)
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var issues = new MappingIssues(path);
            issues.Error(e switch
            {
                FileNotFoundException or DirectoryNotFoundException or ArgumentException => "there is no such file.",
                UnauthorizedAccessException => "this user may not read the file.",
                _ => $"the file cannot be read: {e.Message}",
            });
            return new MappingFileCheck(path, Mapping: null, issues.InOrder());
        }
    }

    private static string? Text(ReadOnlySpan<byte> bytes, MappingIssues issues)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return StrictJson.Check(bytes, MaximumDepth, issues) ? text : null;
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Clamp(e.Index, 0, bytes.Length)];
            var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            issues.Error($"byte {e.Index} is not UTF-8; save the file as UTF-8.", before.Count((byte)'\n') + 1, column);
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
                DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
                LineInfoHandling = LineInfoHandling.Load,
            });
            if (root is not JObject mapping)
            {
                issues.Error("a mapping file is one JSON object: { \"type\": ..., \"entries\": [...] }.", root);
                return null;
            }

            return mapping;
        }
        catch (JsonException e)
        {
            // it is JSON, so two members have one name, or a number is longer than any that a mapping can mean
            issues.Error(e.Message.Contains("already exists", StringComparison.Ordinal) ? $"\"{reader.Value}\" is given twice." : $"this cannot be read: {Reason(e)}", reader);
            return null;
        }
    }

    /// <summary>The message without the place, which stands before it.</summary>
    private static string Reason(JsonException e)
    {
        var place = e.Message.LastIndexOf(" Path '", StringComparison.Ordinal);
        return place > 0 ? e.Message[..place].TrimEnd(',', ' ') : e.Message;
    }
}
