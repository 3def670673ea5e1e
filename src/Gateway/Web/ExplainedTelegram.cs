using System.Globalization;
using Gateway.Diagnosis;
using MBus.Application;
using MBus.Link;

namespace Gateway.Web;

/// <summary>A telegram with what each of its bytes is.</summary>
/// <param name="Raw">The bytes as they came, in hexadecimal digits.</param>
/// <param name="Fault">Why it is no frame, or cannot be read; null: it can.</param>
/// <param name="Parts">Its bytes in their order, none left out.</param>
/// <param name="Deciphered">Of a telegram that was encrypted: the records in it, in words.</param>
internal sealed record ExplainedTelegram(string Raw, string? Fault, IReadOnlyList<ExplainedBytes> Parts, IReadOnlyList<string> Deciphered)
{
    /// <summary>Explains a telegram.</summary>
    /// <param name="telegram">The telegram, decoded with the meter's key.</param>
    /// <param name="bytes">The same as it came.</param>
    public static ExplainedTelegram Of(in Telegram telegram, ReadOnlyMemory<byte> bytes)
    {
        if (telegram.LinkError != LinkError.None)
        {
            return new(Convert.ToHexString(bytes.Span), LinkWords.Fault(telegram.LinkError, bytes.Span), [new(0, "", Spaced(bytes.Span), "")], []);
        }

        var keys = KeysOf(telegram);
        var parts = FrameExplanation.Of(telegram).Select(part =>
        {
            var of = bytes.Span.Slice(part.Offset, part.Length);
            var key = keys.GetValueOrDefault(part.Offset);
            return new ExplainedBytes(part.Offset, Spaced(of[..key]), Spaced(of[key..]), part.Meaning);
        });
        var wasEncrypted = telegram.Authentication is not null || telegram.Header.Configuration.IsEncrypted;
        return new(
            Convert.ToHexString(bytes.Span),
            telegram.Error == TelegramErrorCode.None ? null : telegram.Error.Word(),
            [.. parts],
            wasEncrypted && !telegram.IsEncrypted ? RecordsOf(telegram) : []);
    }

    /// <summary>How long the key of each record is, by the place of the record; where it stands in clear.</summary>
    private static Dictionary<int, int> KeysOf(in Telegram telegram)
    {
        var found = new Dictionary<int, int>();
        var start = telegram.Frame.Bytes.Length - 2 - telegram.Data.Length;
        if (telegram.Authentication is null && telegram.Kind == TelegramKind.Variable && !telegram.Header.Configuration.IsEncrypted)
        {
            foreach (var record in telegram.Records)
            {
                found[start + record.Offset] = record.KeyLength;
            }
        }

        return found;
    }

    private static List<string> RecordsOf(in Telegram telegram)
    {
        var found = new List<string>();
        foreach (var record in telegram.Records)
        {
            found.Add(RecordWords.Of(record));
        }

        return found;
    }

    private static string Spaced(ReadOnlySpan<byte> bytes)
    {
        var text = new List<string>(bytes.Length);
        foreach (var octet in bytes)
        {
            text.Add(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return string.Join(' ', text);
    }
}
