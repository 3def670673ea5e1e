using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Diagnosis;
using MBus.Application;
using MBus.Link;

namespace Gateway.CommandLine;

/// <summary>Writes a conversation on a line: what was asked, what came, what is wrong with it, and what every byte is.</summary>
internal sealed class TraceWriter(TextWriter output, TraceFormat format, TimeZoneInfo zone)
{
    private const int BytesOfRow = 8;
    private const string Indent = "              ";

    /// <summary>Writes one line of it.</summary>
    public void Write(LineEvent line, Addressee asked)
    {
        var telegram = line.Bytes.IsEmpty ? default : Telegram.Decode(line.Bytes);
        var isFrame = !line.Bytes.IsEmpty && telegram.LinkError == LinkError.None;
        switch (format)
        {
            case TraceFormat.Raw when !line.Bytes.IsEmpty:
                output.WriteLine(Convert.ToHexString(line.Bytes.Span));
                break;
            case TraceFormat.Json:
                output.WriteLine(ToJson(line, telegram, isFrame, asked));
                break;
            case TraceFormat.Text:
                output.WriteLine($"{TimeZoneInfo.ConvertTime(line.At, zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Arrow(line.Kind)}  {LineEventWords.Of(line, telegram, asked)}");
                WriteBytes(line, telegram, isFrame);
                break;
        }
    }

    private static string Arrow(LineEventKind kind) => kind switch
    {
        LineEventKind.Request => "->",
        LineEventKind.Answer or LineEventKind.Echo => "<-",
        LineEventKind.Broken or LineEventKind.Unrequested => "<?",
        LineEventKind.NoAnswer => "..",
        _ => "!!",
    };

    private void WriteBytes(LineEvent line, in Telegram telegram, bool isFrame)
    {
        if (line.Kind == LineEventKind.Broken || (line.Kind == LineEventKind.Request && !isFrame))
        {
            WriteRows(0, line.Bytes.Span, "");
            return;
        }

        if (line.Kind == LineEventKind.Echo || !isFrame || telegram.Frame.Kind == LinkFrameKind.Ack)
        {
            return;
        }

        var meanings = FrameExplanation.Of(telegram);
        if (!telegram.Frame.IsLong)
        {
            var bytes = line.Bytes;
            output.WriteLine($"{Indent}{string.Join(" | ", meanings.Select(meaning => $"{bytes.Span[meaning.Offset]:X2} {meaning.Meaning}"))}");
            return;
        }

        foreach (var meaning in meanings)
        {
            WriteRows(meaning.Offset, line.Bytes.Span.Slice(meaning.Offset, meaning.Length), meaning.Meaning);
        }

        if (telegram.Error == TelegramErrorCode.Encrypted)
        {
            output.WriteLine($"{Indent}Encrypted: no key is used here; decode --key explains the frame.");
        }
    }

    /// <summary>Place, bytes and meaning; what does not fit goes on in the next row.</summary>
    private void WriteRows(int offset, ReadOnlySpan<byte> bytes, string meaning)
    {
        for (var at = 0; at < bytes.Length; at += BytesOfRow)
        {
            var row = string.Join(' ', bytes[at..Math.Min(at + BytesOfRow, bytes.Length)].ToArray().Select(octet => $"{octet:X2}"));
            output.WriteLine($"{Indent}{offset + at,3}  {row,-((BytesOfRow * 3) - 1)}  {(at == 0 ? meaning : "")}".TrimEnd());
        }
    }

    private static string ToJson(LineEvent line, in Telegram telegram, bool isFrame, Addressee asked)
    {
        var explained = isFrame ? FrameExplanation.Of(telegram) : [];
        var json = new JsonObject
        {
            ["at"] = line.At,
            ["event"] = JsonNamingPolicy.CamelCase.ConvertName(line.Kind.ToString()),
            ["words"] = LineEventWords.Of(line, telegram, asked),
            ["hex"] = Convert.ToHexString(line.Bytes.Span),
            ["afterMilliseconds"] = line.After?.TotalMilliseconds,
            ["address"] = asked.Address,
            ["selected"] = asked.Selected?.ToString(),
            ["error"] = line.Error == LinkError.None ? null : line.Error.Word(),
            ["count"] = line.Count,
            ["bytes"] = new JsonArray([.. explained.Select(meaning => (JsonNode)new JsonObject { ["offset"] = meaning.Offset, ["length"] = meaning.Length, ["meaning"] = meaning.Meaning })]),
        };
        if (isFrame && telegram.Frame.IsLong && !telegram.Frame.Control.FromMaster)
        {
            json["telegram"] = JsonNode.Parse(DecodeCommand.ToJson(telegram));
        }

        return json.ToJsonString(ApiJson.Options);
    }
}
