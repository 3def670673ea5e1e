using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Api;

/// <summary>Bytes in hexadecimal digits, as M-Bus people read them.</summary>
internal sealed class HexConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    /// <inheritdoc />
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Convert.FromHexString(reader.GetString() ?? throw new JsonException());

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Convert.ToHexString(value.Span));
}
