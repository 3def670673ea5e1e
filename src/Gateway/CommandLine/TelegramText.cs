using System.Globalization;
using Gateway.Diagnosis;
using MBus.Application;
using MBus.Link;
using MBus.Security;

namespace Gateway.CommandLine;

/// <summary>A telegram explained for a person: frame, header, and a row for each record with its place and bytes.</summary>
internal static class TelegramText
{
    private const int LongestBytes = 24;

    public static void Write(TextWriter output, ReadOnlyMemory<byte> frame, in Telegram telegram)
    {
        if (telegram.LinkError != LinkError.None)
        {
            output.WriteLine($"No frame: {telegram.LinkError.Word()}, {frame.Length} bytes.");
            return;
        }

        output.WriteLine(FrameLine(telegram.Frame, frame.Length));
        if (telegram.Kind != TelegramKind.None)
        {
            output.WriteLine(KindLine(telegram));
        }

        if (telegram.Authentication is { } layer)
        {
            output.WriteLine(AuthenticationLine(layer, telegram.IsAuthentic));
        }

        if (telegram.IsMostSignificantFirst)
        {
            output.WriteLine("Order    most significant byte first (mode 2); shown the other way round");
        }

        if (telegram.CompactFrame is { } compact)
        {
            output.WriteLine(
                $"Compact  format signature {compact.FormatSignature:X4}, CRC of the full frame {compact.FullFrameCrc:X4}; data without their descriptions: {Spaced(compact.Data.Span)}");
        }

        if (telegram.Kind is TelegramKind.Variable or TelegramKind.Fixed)
        {
            WriteRecords(output, telegram, frame.Length);
        }
        else if (telegram.Error != TelegramErrorCode.None)
        {
            output.WriteLine($"Error: {telegram.Error.Word()}. {ErrorWords(telegram.Error)}");
        }

        output.WriteLine();
    }

    private static string FrameLine(in LinkFrame frame, int length) => frame.Kind == LinkFrameKind.Ack
        ? "Frame    single character E5: confirmation"
        : $"Frame    {frame.Kind.Word()}, {length} bytes, C {frame.Control.Value:X2} {LinkWords.Service(frame.Control)}, A {frame.Address}"
            + (frame.IsLong ? $", CI {frame.ControlInformation:X2}" : "");

    private static string AuthenticationLine(AuthenticationLayer layer, bool isAuthentic) =>
        $"Security authentication layer{(layer.MessageCounter is { } counter ? $", message counter {counter}" : "")}, "
        + (layer.Mac.IsEmpty ? "no authentication code" : $"authentication code {(isAuthentic ? "right" : "not checked or wrong")}")
        + (layer.IsFragment ? $", fragment {layer.FragmentNumber}" : "");

    private static string ErrorWords(TelegramErrorCode error) => error switch
    {
        TelegramErrorCode.Encrypted => "There is no key, or it does not fit.",
        TelegramErrorCode.UnsupportedSecurityMode => "The security mode is not supported.",
        TelegramErrorCode.MissingIdentity => "The header does not say who the meter is; give its secondary address.",
        TelegramErrorCode.MissingMessageCounter => "The key of the message cannot be made without its counter.",
        TelegramErrorCode.Authentication => "The authentication code is wrong: another key, or a telegram that was changed.",
        TelegramErrorCode.UnsupportedAuthentication => "The authentication type is not supported.",
        TelegramErrorCode.Fragment => "One part of a longer message; parts are not put together.",
        TelegramErrorCode.CompactFrame => "A compact frame cannot be read without its full frame.",
        _ => "What stands before it holds.",
    };

    private static string KindLine(in Telegram telegram) => telegram.Kind switch
    {
        TelegramKind.ApplicationError => $"Refused  {telegram.ApplicationError.Word()}",
        TelegramKind.Alarm => $"Alarm    {Convert.ToHexString(telegram.Data.Span)}",
        TelegramKind.Command => $"Command  {LinkWords.ControlInformation(telegram.Frame.Control, telegram.Frame.ControlInformation)}: {Spaced(telegram.Data.Span)}",
        TelegramKind.UnsupportedCi => $"Not read: CI {telegram.Frame.ControlInformation:X2}; {Spaced(telegram.Data.Span)}",
        _ => HeaderLine(telegram.Header),
    };

    private static string HeaderLine(in TelegramHeader header) => header.Kind switch
    {
        TelegramHeaderKind.Long =>
            $"Meter    {header.IdentificationText} {header.Manufacturer}, version {header.Version}, {header.Medium}, access {header.AccessNumber}, "
            + $"status {header.Status:X2} ({StatusWords.Of(header.Status)}){EncryptionWords(header.Configuration)}",
        TelegramHeaderKind.Short => $"Meter    access {header.AccessNumber}, status {header.Status:X2} ({StatusWords.Of(header.Status)}){EncryptionWords(header.Configuration)}",
        TelegramHeaderKind.Fixed => $"Meter    {header.IdentificationText}, {header.Medium}, fixed data structure, access {header.AccessNumber}, status {header.Status:X2}",
        _ => "Meter    no header",
    };

    private static string EncryptionWords(ConfigurationField configuration) =>
        !configuration.IsEncrypted ? ""
        : $", security mode {configuration.Mode} ({configuration.ModeName})" + (configuration.Mode is 4 or 5 or 7 ? $", {configuration.Blocks} blocks" : "");

    private static void WriteRecords(TextWriter output, in Telegram telegram, int frameLength)
    {
        var start = frameLength - 2 - telegram.Data.Length;
        var table = new Table("byte", "bytes", "which", "what", "value", "unit", "remarks");
        var records = telegram.Records;
        while (records.MoveNext())
        {
            var record = records.Current;
            table.Add(
                (start + record.Offset).ToString(CultureInfo.InvariantCulture),
                Shortened(record.Bytes.Span),
                RecordWords.Which(record.Dib),
                record.Vib.Description,
                record.ValueText,
                record.Vib.Unit,
                string.Join(", ", record.Value.Flags.Each()));
        }

        if (table.Count > 0)
        {
            table.Write(output);
        }

        if (telegram.ClearDespiteMode)
        {
            output.WriteLine("The header says encrypted; the records are in the clear.");
        }

        if (records.ManufacturerData is { Length: > 0 } data)
        {
            output.WriteLine($"Maker's data: {Spaced(data.Span)}");
        }

        if (records.MoreTelegramsFollow)
        {
            output.WriteLine("More telegrams follow.");
        }

        if (records.Error.Code != TelegramErrorCode.None)
        {
            output.WriteLine($"Error: {records.Error.Code.Word()} at byte {start + records.Error.Offset}. {ErrorWords(records.Error.Code)}");
        }
    }

    private static string Shortened(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= LongestBytes ? Spaced(bytes) : Spaced(bytes[..(LongestBytes - 1)]) + " ..";

    private static string Spaced(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(b => $"{b:X2}"));
}
