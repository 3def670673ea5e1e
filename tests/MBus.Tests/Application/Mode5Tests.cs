using System.Text.Json.Nodes;
using MBus.Application;
using MBus.Link;
using Testing;

namespace MBus.Tests.Application;

public class Mode5Tests
{
    private static readonly JsonNode Vector = JsonNode.Parse(File.ReadLines(Repository.File("tests", "vectors", "mbus", "own-crypto.jsonl")).First())!;
    private static readonly byte[] Frame = Convert.FromHexString((string)Vector["hex"]!);
    private static readonly byte[] Plain = Convert.FromHexString((string)Vector["plain_hex"]!);
    private static readonly byte[] Key = Convert.FromHexString((string)Vector["key"]!);

    [Fact]
    public void The_right_key_gives_the_records_of_the_plain_telegram()
    {
        var telegram = Telegram.Decode(Frame, Key);
        LinkFrame.TryParse(Plain, out var plain);
        Assert.Equal(plain.UserData[12..].ToArray(), telegram.Data.ToArray());
        Assert.Equal(["12.345", "3"], Values(telegram));
    }

    [Fact]
    public void A_wrong_key_is_an_error_and_gives_no_record()
    {
        var telegram = Telegram.Decode(Frame, Convert.FromHexString((string)Vector["wrong_key_must_fail"]!));
        Assert.Empty(Values(telegram));
        Assert.Equal(new TelegramError(TelegramErrorCode.Encrypted, 0), telegram.Records.Error);
        Assert.Equal("12345678", telegram.Header.IdentificationText);
    }

    [Fact]
    public void Without_a_key_there_is_the_header_and_the_error()
    {
        var telegram = Telegram.Decode(Frame);
        Assert.Empty(Values(telegram));
        Assert.Equal(TelegramErrorCode.Encrypted, telegram.Records.Error.Code);
    }

    [Fact]
    public void A_key_of_the_wrong_length_is_a_key_that_does_not_fit() =>
        Assert.Equal(TelegramErrorCode.Encrypted, Telegram.Decode(Frame, Key.AsSpan(1)).Records.Error.Code);

    [Fact]
    public void Encrypting_the_plain_records_gives_the_telegram_back()
    {
        var header = Telegram.Decode(Frame).Header;
        LinkFrame.TryParse(Plain, out var plain);
        Assert.Equal(Frame, TelegramWriter.Variable(1, header, plain.UserData.Span[12..], Key));
    }

    [Fact]
    public void More_blocks_than_there_are_bytes_is_an_error()
    {
        LinkFrame.TryParse(Frame, out var link);
        var cut = LinkFrame.Long(link.Control, link.Address, link.ControlInformation, link.UserData.Span[..20]);
        Assert.Equal(TelegramErrorCode.Encrypted, Telegram.Decode(cut, Key).Records.Error.Code);
    }

    [Fact]
    public void A_body_that_begins_with_the_clock_in_the_clear_is_read_and_marked_when_there_is_no_key()
    {
        var header = Telegram.Decode(Frame).Header;
        var telegram = Telegram.Decode(TelegramWriter.Variable(1, header, Hex.Bytes("04 6D 1E0A1F33  0C 13 45230100  02 5A 1301")));
        Assert.True(telegram.ClearDespiteMode);
        Assert.Equal(["2024-03-31T10:30", "12.345", "27.5"], Values(telegram));
    }

    private static List<string?> Values(Telegram telegram)
    {
        var values = new List<string?>();
        foreach (var record in telegram.Records)
        {
            values.Add(record.ValueText);
        }

        return values;
    }
}
