using System.Text.Json;
using MBus.Link;

namespace MBus.Application;

/// <summary>Writes a telegram as JSON, for scripts and for comparing with test vectors: link, kind, header, records, error.</summary>
public static class TelegramJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, in Telegram telegram)
    {
        json.WriteStartObject();
        WriteLink(json, telegram);
        if (telegram.Kind != TelegramKind.None)
        {
            json.WriteString("kind", telegram.Kind.Word());
            WriteAuthentication(json, telegram);
            WriteContent(json, telegram);
        }

        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, in Telegram telegram)
    {
        json.WriteStartObject("link");
        json.WriteBoolean("ok", telegram.LinkError == LinkError.None);
        if (telegram.LinkError != LinkError.None)
        {
            json.WriteString("error", telegram.LinkError.Word());
        }
        else
        {
            json.WriteString("type", telegram.Frame.Kind.Word());
            if (telegram.Frame.Kind != LinkFrameKind.Ack)
            {
                json.WriteString("c", telegram.Frame.Control.ToString());
                json.WriteNumber("a", telegram.Frame.Address);
            }

            if (telegram.Frame.IsLong)
            {
                json.WriteString("ci", $"{telegram.Frame.ControlInformation:x2}");
            }
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, in Telegram telegram)
    {
        switch (telegram.Kind)
        {
            case TelegramKind.ApplicationError:
                json.WriteNumber("code", telegram.Data.IsEmpty ? 0 : telegram.Data.Span[0]);
                json.WriteString("error_name", telegram.ApplicationError.Word());
                break;
            case TelegramKind.Alarm:
                json.WriteString("alarm", Convert.ToHexStringLower(telegram.Data.Span));
                break;
            case TelegramKind.Variable or TelegramKind.Fixed or TelegramKind.CompactFrame:
                WriteData(json, telegram);
                break;
            default:
                json.WriteString("data", Convert.ToHexStringLower(telegram.Data.Span));
                WriteError(json, telegram.Records.Error);
                break;
        }
    }

    private static void WriteData(Utf8JsonWriter json, in Telegram telegram)
    {
        if (telegram.Error is TelegramErrorCode.ShortHeader or TelegramErrorCode.Length)
        {
            WriteUnreadable(json, telegram);
            return;
        }

        WriteHeader(json, telegram.Header);
        WriteEncryption(json, telegram.Header.Configuration);
        if (telegram.Kind == TelegramKind.CompactFrame)
        {
            WriteCompactFrame(json, telegram);
            return;
        }

        var records = telegram.Records;
        json.WriteStartArray("records");
        while (records.MoveNext())
        {
            WriteRecord(json, records.Current, telegram.Kind);
        }

        json.WriteEndArray();
        if (telegram.Kind == TelegramKind.Variable)
        {
            json.WriteBoolean("more", records.MoreTelegramsFollow);
        }

        if (records.ManufacturerData is { } data)
        {
            json.WriteString("mfr_data", Convert.ToHexStringLower(data.Span));
        }

        WriteError(json, records.Error);
    }

    private static void WriteEncryption(Utf8JsonWriter json, ConfigurationField configuration)
    {
        if (configuration.IsEncrypted)
        {
            json.WriteStartObject("encryption");
            json.WriteNumber("mode", configuration.Mode);
            json.WriteNumber("blocks", configuration.Blocks);
            json.WriteEndObject();
        }
    }

    private static void WriteAuthentication(Utf8JsonWriter json, in Telegram telegram)
    {
        if (telegram.Authentication is { } layer)
        {
            json.WriteStartObject("authentication");
            json.WriteNumber("type", layer.AuthenticationType);
            if (layer.MessageCounter is { } counter)
            {
                json.WriteNumber("counter", counter);
            }

            json.WriteString("mac", Convert.ToHexStringLower(layer.Mac.Span));
            json.WriteBoolean("checked", telegram.IsAuthentic);
            json.WriteEndObject();
        }
    }

    private static void WriteCompactFrame(Utf8JsonWriter json, in Telegram telegram)
    {
        if (telegram.CompactFrame is { } compact)
        {
            json.WriteString("format_signature", $"{compact.FormatSignature:x4}");
            json.WriteString("full_frame_crc", $"{compact.FullFrameCrc:x4}");
        }

        json.WriteString("data", Convert.ToHexStringLower((telegram.CompactFrame?.Data ?? telegram.Data).Span));
        WriteError(json, telegram.Records.Error);
    }

    private static void WriteUnreadable(Utf8JsonWriter json, in Telegram telegram)
    {
        if (telegram.Kind == TelegramKind.Variable)
        {
            json.WriteStartArray("records");
            json.WriteEndArray();
        }

        WriteError(json, telegram.Records.Error);
    }

    private static void WriteError(Utf8JsonWriter json, TelegramError error)
    {
        if (error.Code == TelegramErrorCode.None)
        {
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("code", error.Code.Word());
        json.WriteNumber("offset", error.Offset);
        json.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter json, in TelegramHeader header)
    {
        json.WriteStartObject("header");
        if (header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Fixed)
        {
            json.WriteString("id", header.IdentificationText);
        }

        if (header.Kind == TelegramHeaderKind.Long)
        {
            json.WriteString("manufacturer", header.Manufacturer.ToString());
            json.WriteNumber("version", header.Version);
        }

        if (header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Fixed)
        {
            json.WriteNumber("medium", header.Medium.Code);
            json.WriteString("mediumName", header.Medium.Name);
        }

        if (header.Kind != TelegramHeaderKind.None)
        {
            json.WriteNumber("access", header.AccessNumber);
            json.WriteString("status", $"{header.Status:x2}");
        }

        if (header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Short)
        {
            json.WriteString("signature", header.Configuration.ToString());
        }

        if (header.ConfigurationExtension is { } extension)
        {
            json.WriteString("extension", $"{extension:x2}");
        }

        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, in DataRecord record, TelegramKind kind)
    {
        json.WriteStartObject();
        if (kind == TelegramKind.Variable)
        {
            json.WriteString("dib", Convert.ToHexStringLower(record.Bytes.Span[..record.Dib.Length]));
            json.WriteString("vib", record.Vib.ToHex());
        }

        json.WriteString("function", record.Dib.Function.Word());
        json.WriteNumber("storage", record.Dib.Storage);
        json.WriteNumber("tariff", record.Dib.Tariff);
        json.WriteNumber("subunit", record.Dib.Subunit);
        json.WriteString("quantity", record.Vib.Quantity);
        json.WriteString("unit", record.Vib.Unit);
        json.WriteNumber("exp", record.Vib.Exponent);
        if (kind == TelegramKind.Variable)
        {
            WriteWords(json, "modifiers", record.Vib.Modifiers);
        }

        var value = record.Value;
        json.WriteString("type", value.Type.Word());
        json.WriteString("raw", Convert.ToHexStringLower(value.Raw.Span));
        json.WriteString("value", record.ValueText);
        WriteWords(json, "flags", value.Flags.Each());
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
