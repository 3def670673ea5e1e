using MBus.Application;
using MBus.Link;
using MBus.Master;

namespace Gateway.Diagnosis;

/// <summary>Says of every byte of a frame what it is.</summary>
internal static class FrameExplanation
{
    private const byte SelectSlave = 0x52;
    private const int DataStart = 7;

    /// <summary>The bytes in their order, none left out; one that belongs to no known field is called data.</summary>
    public static List<ByteMeaning> Of(in Telegram telegram)
    {
        var frame = telegram.Frame;
        if (frame.Kind == LinkFrameKind.Ack)
        {
            return [new(0, 1, "confirmation")];
        }

        var length = frame.Bytes.Length;
        var meanings = new List<ByteMeaning>();
        if (frame.IsLong)
        {
            var covered = frame.Bytes.Span[1];
            meanings.AddRange([new(0, 1, "start"), new(1, 1, $"length {covered}: bytes 4 to {covered + 3}"), new(2, 1, "length again"), new(3, 1, "start again")]);
            AddControl(meanings, frame, 4);
            meanings.Add(new(6, 1, $"CI {LinkWords.ControlInformation(frame.Control, frame.ControlInformation)}"));
            AddData(meanings, telegram);
        }
        else
        {
            meanings.Add(new(0, 1, "start"));
            AddControl(meanings, frame, 1);
        }

        meanings.AddRange([new(length - 2, 1, "checksum"), new(length - 1, 1, "stop")]);
        return meanings;
    }

    private static void AddControl(List<ByteMeaning> meanings, in LinkFrame frame, int at) =>
        meanings.AddRange([new(at, 1, $"C {LinkWords.Control(frame.Control)}"), new(at + 1, 1, $"A {LinkWords.Address(frame.Address)}")]);

    private static void AddData(List<ByteMeaning> meanings, in Telegram telegram)
    {
        var end = telegram.Frame.Bytes.Length - 2;
        var at = DataStart;
        if (telegram.Kind == TelegramKind.Command && telegram.Frame.ControlInformation == SelectSlave && telegram.Data.Length >= SecondaryAddress.Length)
        {
            at = AddSelection(meanings, telegram.Data.Span);
        }
        else if (telegram.Authentication is not null)
        {
            meanings.Add(new(at, end - at, "authentication layer and what it protects"));
            at = end;
        }
        else if (telegram.Kind != TelegramKind.Command)
        {
            at = AddHeader(meanings, telegram.Header);
            at = telegram.Kind is TelegramKind.Variable or TelegramKind.Fixed ? AddRecords(meanings, telegram, at, end) : at;
        }

        if (at < end)
        {
            meanings.Add(new(at, end - at, telegram.Kind == TelegramKind.ApplicationError ? $"refused: {telegram.ApplicationError.Word()}" : "data"));
        }
    }

    private static int AddSelection(List<ByteMeaning> meanings, ReadOnlySpan<byte> data)
    {
        var address = SecondaryAddress.FromHeader(data);
        meanings.AddRange([
            new(7, 4, $"identification {address.IdentificationText}{(address.IdentificationText.Contains('F', StringComparison.Ordinal) ? " (F: any digit)" : "")}"),
            new(11, 2, address.Manufacturer.Value == ushort.MaxValue ? "any manufacturer" : $"manufacturer {address.Manufacturer}"),
            new(13, 1, address.Version == byte.MaxValue ? "any version" : $"version {address.Version}"),
            new(14, 1, address.Medium.Code == byte.MaxValue ? "any medium" : $"medium {address.Medium}"),
        ]);
        return DataStart + SecondaryAddress.Length;
    }

    /// <summary>The fields of the header; where the data begin.</summary>
    private static int AddHeader(List<ByteMeaning> meanings, in TelegramHeader header)
    {
        var at = DataStart;
        if (header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Fixed)
        {
            Add(4, $"identification {header.IdentificationText}");
        }

        if (header.Kind == TelegramHeaderKind.Long)
        {
            Add(2, $"manufacturer {header.Manufacturer}");
            Add(1, $"version {header.Version}");
            Add(1, $"medium {header.Medium}");
        }

        if (header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Short or TelegramHeaderKind.Fixed)
        {
            Add(1, $"access number {header.AccessNumber}");
            Add(1, header.Kind == TelegramHeaderKind.Fixed ? "status" : $"status {StatusWords.Of(header.Status)}");
            Add(2, header.Kind == TelegramHeaderKind.Fixed ? $"medium {header.Medium}, units"
                : header.Configuration.IsEncrypted ? $"configuration: encrypted, security mode {header.Configuration.Mode}, {header.Configuration.Blocks} blocks"
                : "configuration: not encrypted");
        }

        return at;

        void Add(int length, string meaning)
        {
            meanings.Add(new(at, length, meaning));
            at += length;
        }
    }

    /// <summary>The records as far as they can be read; where the rest begins.</summary>
    private static int AddRecords(List<ByteMeaning> meanings, in Telegram telegram, int at, int end)
    {
        // what is encrypted cannot be told apart, and what was deciphered stands nowhere on the line
        var start = end - telegram.Data.Length;
        var records = telegram.Records;
        while (start >= DataStart && records.MoveNext())
        {
            var record = records.Current;
            var offset = start + record.Offset;
            if (offset > at)
            {
                meanings.Add(new(at, offset - at, "filler"));
            }

            meanings.Add(new(offset, record.Bytes.Length, RecordWords.Of(record)));
            at = offset + record.Bytes.Length;
        }

        if (records.ManufacturerData is { Length: > 0 } own && at < end)
        {
            if (end - own.Length > at)
            {
                meanings.Add(new(at, end - own.Length - at, records.MoreTelegramsFollow ? "maker's data follow, more telegrams too" : "maker's data follow"));
            }

            meanings.Add(new(end - own.Length, own.Length, "maker's data"));
            at = end;
        }
        else if (at < end)
        {
            meanings.Add(new(at, end - at, records.Error.Code != TelegramErrorCode.None ? $"not readable: {records.Error.Code.Word()}" : records.MoreTelegramsFollow ? "more telegrams follow" : "filler"));
            at = end;
        }

        return at;
    }
}
