using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using MBus.Application;

namespace MBus.Tests.Application;

public class TelegramVectorTests
{
    public static TheoryData<string, int, string> Own =>
        [.. TelegramVector.Own("own-records.jsonl").Concat(TelegramVector.Own("own-frames.jsonl")).Select(Row)];

    public static TheoryData<string, int, string> Shared => [.. TelegramVector.Shared().Select(Row)];

    [Theory]
    [MemberData(nameof(Own))]
    public void Our_telegrams_decode_to_the_whole_expected_result(string file, int line, string name) => AssertDecodes(file, line, name);

    /// <summary>Telegrams of real meters, from the folder shared/mbus-vectors beside the checkout; skipped where it is missing.</summary>
    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Shared))]
    public void Telegrams_of_real_meters_decode_to_the_whole_expected_result(string file, int line, string name) => AssertDecodes(file, line, name);

    [Theory]
    [MemberData(nameof(Own))]
    public void Our_records_encode_to_the_bytes_they_came_from(string file, int line, string name) => AssertEncodes(file, line, name);

    /// <summary>As above.</summary>
    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Shared))]
    public void Records_of_real_meters_encode_to_the_bytes_they_came_from(string file, int line, string name) => AssertEncodes(file, line, name);

    private static (string, int, string) Row(TelegramVector v) => (v.File, v.Line, v.Name);

    private static void AssertDecodes(string file, int line, string name)
    {
        var vector = TelegramVector.Find(file, line);
        Assert.Equal(name, vector.Name);
        Assert.Equal(Canonical(vector.Expected).ToJsonString(), Canonical(ToJson(Telegram.Decode(vector.Frame))).ToJsonString());
    }

    private static void AssertEncodes(string file, int line, string name)
    {
        var vector = TelegramVector.Find(file, line);
        Assert.Equal(name, vector.Name);
        var telegram = Telegram.Decode(vector.Frame);
        if (telegram.Kind != TelegramKind.Variable)
        {
            return;
        }

        foreach (var record in telegram.Records)
        {
            var output = new ArrayBufferWriter<byte>();
            var vib = new byte[record.Vib.Length];
            record.Vib.CopyTo(vib);
            var unit = record.Vib.Text.IsEmpty ? null : record.Vib.Unit is { Length: > 0 } text && record.Vib.Kind == VifKind.PlainText ? text : null;
            DataRecordWriter.Write(output, record.Dib, vib, Rebuilt(record), unit);
            Assert.Equal(Convert.ToHexString(record.Bytes.Span), Convert.ToHexString(output.WrittenSpan));
        }
    }

    /// <summary>The value made anew from what it means, where a program would make it so; bytes otherwise.</summary>
    private static DataValue Rebuilt(DataRecord record)
    {
        var value = record.Value;
        var bytes = value.Raw.Length;
        return value.Type switch
        {
            DataType.Integer when value.HasValue && bytes <= 8 => DataValue.Integer((long)value.Number, bytes),
            DataType.Bcd when value is { HasValue: true, Flags: ValueFlags.None } && (value.Number != 0 || value.Raw.Span[^1] == 0)
                && value.Raw.Span[^1] < 0xF0 == value.Number >= 0 => DataValue.Bcd((long)value.Number, bytes),
            DataType.Real when value.HasValue => DataValue.Real32(value.Real),
            DataType.Text => DataValue.OfText(value.Text),
            DataType.Date when value is { HasValue: true, Flags: ValueFlags.None } =>
                DataValue.Date(new DateOnly(value.Time.Year!.Value, value.Time.Month!.Value, value.Time.Day!.Value)),
            _ => value,
        };
    }

    private static JsonObject ToJson(Telegram telegram)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            TelegramJson.Write(json, telegram);
        }

        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }

    /// <summary>Members by name, flags in order, numbers as decimals without trailing zeros.</summary>
    private static JsonNode Canonical(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(
            p.Key,
            p.Key == "value" && o["type"] is { } type && p.Value is not null ? Number((string)type!, (string)p.Value!) : p.Value is null ? null : Canonical(p.Value)))),
        JsonArray a when a.All(item => item is JsonValue) => new JsonArray([.. a.Select(item => item!.ToJsonString()).Order(StringComparer.Ordinal).Select(s => (JsonNode)s)]),
        JsonArray a => new JsonArray([.. a.Select(item => Canonical(item!))]),
        _ => node.DeepClone(),
    };

    private static JsonNode Number(string type, string value) =>
        type is "int" or "uint" or "bits" or "real" && value.Contains('.', StringComparison.Ordinal) ? value.TrimEnd('0').TrimEnd('.') : value;
}
