using System.Text.Json.Nodes;
using MBus.Application;
using MBus.Link;
using MBus.Master;
using MBus.Tests.Application;
using MBus.Tests.Master;
using Testing;

namespace MBus.Tests.Security;

public sealed class Mode7Tests
{
    private const int MessageStart = 24;

    private static readonly Dictionary<string, JsonNode> Vectors =
        File.ReadLines(Repository.File("tests", "vectors", "mbus", "own-crypto.jsonl")).Select(line => JsonNode.Parse(line)!)
            .Where(v => ((string)v["file"]!).StartsWith("mode7", StringComparison.Ordinal)).ToDictionary(v => (string)v["file"]!);

    private static readonly byte[] Long = Bytes("mode7-1-block-long", "hex");
    private static readonly byte[] Key = Bytes("mode7-1-block-long", "key");

    public static TheoryData<string> Names => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_right_key_gives_the_records_of_the_plain_telegram(string name)
    {
        var telegram = Telegram.Decode(Bytes(name, "hex"), Bytes(name, "key"), MeterOf(name));
        var plain = Telegram.Decode(Bytes(name, "plain_hex"));
        Assert.Equal(TelegramErrorCode.None, telegram.Error);
        Assert.True(telegram.IsAuthentic);
        Assert.Equal(plain.Data.ToArray(), telegram.Data.ToArray());
        Assert.Equal(plain.Header with { Configuration = telegram.Header.Configuration, ConfigurationExtension = telegram.Header.ConfigurationExtension }, telegram.Header);
        Assert.Equal("12.345", telegram.Records.ToList()[0].ValueText);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_key_is_an_error_and_gives_no_record(string name)
    {
        var telegram = Telegram.Decode(Bytes(name, "hex"), Bytes(name, "wrong_key_must_fail"), MeterOf(name));
        AssertUnread(TelegramErrorCode.Authentication, telegram);
        Assert.False(telegram.IsAuthentic);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_key_there_are_the_header_the_bytes_and_the_error(string name)
    {
        var telegram = Telegram.Decode(Bytes(name, "hex"));
        AssertUnread(TelegramErrorCode.Encrypted, telegram);
        Assert.False(telegram.IsAuthentic);
        Assert.Equal((42, 7), (telegram.Header.AccessNumber, telegram.Header.Configuration.Mode));
        Assert.NotEmpty(telegram.Data.ToArray());
    }

    [Theory]
    [InlineData("mode7-1-block-long", 42u)]
    [InlineData("mode7-2-blocks-short", 0x01020304u)]
    public void Encrypting_the_plain_records_gives_the_telegram_back(string name, uint counter)
    {
        var header = Telegram.Decode(Bytes(name, "hex")).Header;
        var records = Telegram.Decode(Bytes(name, "plain_hex")).Data.Span;
        Assert.Equal(Bytes(name, "hex"), TelegramWriter.Authenticated(1, header, records, Bytes(name, "key"), counter, Conversation.Meter));
    }

    [Fact]
    public void A_short_header_needs_to_be_told_who_the_meter_is()
    {
        var frame = Bytes("mode7-2-blocks-short", "hex");
        AssertUnread(TelegramErrorCode.MissingIdentity, Telegram.Decode(frame, Key));
        AssertUnread(TelegramErrorCode.MissingIdentity, Telegram.Decode(frame, Key, SecondaryAddress.Parse("12345678FFFFFFFF")));
        AssertUnread(TelegramErrorCode.Authentication, Telegram.Decode(frame, Key, SecondaryAddress.Parse("1234567974520104")));
    }

    [Fact]
    public void Any_changed_bit_of_counter_code_or_message_is_noticed()
    {
        LinkFrame.TryParse(Long, out var link);
        for (var bit = 8 * 4; bit < 8 * link.UserData.Length; bit++)
        {
            var changed = link.UserData.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var telegram = Telegram.Decode(LinkFrame.Long(link.Control, 1, 0x90, changed), Key);
            Assert.False(telegram.IsAuthentic);
            Assert.Empty(telegram.Records.ToList());
        }
    }

    [Theory]
    [InlineData("02 0000", TelegramErrorCode.MissingMessageCounter, "no counter")]
    [InlineData("0F 002C 25 2A000000 0000000000000000", TelegramErrorCode.Authentication, "another code")]
    [InlineData("0B 002C 24 2A000000 00000000", TelegramErrorCode.Authentication, "a shorter code is another code")]
    [InlineData("13 002C 28 2A000000 000000000000000000000000", TelegramErrorCode.UnsupportedAuthentication, "AES-GMAC")]
    [InlineData("0F 002C 2A 2A000000 0000000000000000", TelegramErrorCode.UnsupportedAuthentication, "a reserved type")]
    public void What_cannot_be_authenticated_or_decrypted_is_named(string layer, TelegramErrorCode expected, string what)
    {
        byte[] data = [.. Hex.Bytes(layer), .. Long.AsSpan(MessageStart - 1)[..^2]];
        var telegram = Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, 0x90, data), Key);
        Assert.True(telegram.IsEncrypted, what);
        Assert.Empty(telegram.Records.ToList());
        Assert.Equal(expected, telegram.Error);
    }

    [Fact]
    public void A_reserved_key_derivation_is_not_supported()
    {
        LinkFrame.TryParse(Long, out var link);
        var message = link.UserData[17..].ToArray();
        message[12] = 0x20;
        var telegram = Telegram.Decode(LinkFrame.Long(link.Control, 1, 0x72, message), Key);
        AssertUnread(TelegramErrorCode.UnsupportedSecurityMode, telegram);
    }

    [Theory]
    [InlineData(0x0220, "DES-CBC")]
    [InlineData(0x0410, "AES-128-CBC, IV 0")]
    [InlineData(0x0810, "AES-128-CTR")]
    [InlineData(0x0910, "AES-128-GCM")]
    [InlineData(0x0A10, "AES-128-CCM")]
    [InlineData(0x0D10, "TLS")]
    public void Other_modes_are_named_and_not_supported(int word, string name)
    {
        var header = Conversation.Header with { Configuration = new ConfigurationField((ushort)word) };
        var frame = TelegramWriter.Variable(1, header, Hex.Bytes("0102030405060708090A0B0C0D0E0F10"));
        Assert.Equal(name, header.Configuration.ModeName);
        AssertUnread(TelegramErrorCode.UnsupportedSecurityMode, Telegram.Decode(frame));
        AssertUnread(TelegramErrorCode.UnsupportedSecurityMode, Telegram.Decode(frame, Key));
        Assert.Equal(16, Telegram.Decode(frame).Data.Length);
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0xFFFF)]
    [InlineData(0xB627)]
    [InlineData(0x0700)]
    public void Words_that_old_meters_put_there_in_the_clear_are_no_encryption(int word)
    {
        var header = Conversation.Header with { Configuration = new ConfigurationField((ushort)word) };
        var telegram = Telegram.Decode(TelegramWriter.Variable(1, header, Hex.Bytes("01 13 07")));
        Assert.Equal("0.007", Assert.Single(telegram.Records.ToList()).ValueText);
    }

    [Fact]
    public void A_telegram_in_the_clear_can_be_authentic()
    {
        var header = Conversation.Header with { Configuration = new ConfigurationField(0x0700), ConfigurationExtension = 0x10 };
        var frame = TelegramWriter.Authenticated(1, header, Hex.Bytes("01 13 07"), Key, 1, Conversation.Meter);
        Assert.True(Telegram.Decode(frame, Key).IsAuthentic);
        Assert.Equal("0.007", Assert.Single(Telegram.Decode(frame).Records.ToList()).ValueText);
        Assert.Empty(Telegram.Decode(frame, new byte[16]).Records.ToList());
    }

    private static void AssertUnread(TelegramErrorCode error, Telegram telegram)
    {
        var records = telegram.Records;
        Assert.False(records.MoveNext());
        Assert.Equal(new TelegramError(error, 0), records.Error);
        Assert.True(telegram.IsEncrypted);
    }

    private static byte[] Bytes(string name, string member) => Convert.FromHexString((string)Vectors[name][member]!);

    private static SecondaryAddress? MeterOf(string name) =>
        Vectors[name]["meter"] is { } meter ? SecondaryAddress.Parse((string)meter!) : null;
}
