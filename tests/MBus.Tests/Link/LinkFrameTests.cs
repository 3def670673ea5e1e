using System.Text.Json;
using MBus.Link;
using Testing;

namespace MBus.Tests.Link;

public sealed class LinkFrameTests
{
    private static readonly IReadOnlyDictionary<string, JsonElement> Vectors =
        File.ReadLines(Repository.File("tests", "vectors", "mbus", "own-frames.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToDictionary(vector => vector.GetProperty("file").GetString()!);

    public static TheoryData<string> Names => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frame_is_taken_or_refused_with_the_reason(string name)
    {
        var bytes = Convert.FromHexString(Vectors[name].GetProperty("hex").GetString()!);
        var link = Vectors[name].GetProperty("expected").GetProperty("link");
        var error = LinkFrame.TryParse(bytes, out var frame);
        if (!link.GetProperty("ok").GetBoolean())
        {
            Assert.Equal(link.GetProperty("error").GetString()!.Replace("-", ""), error.ToString(), ignoreCase: true);
            return;
        }

        Assert.Equal(LinkError.None, error);
        Assert.Equal(link.GetProperty("type").GetString(), frame.Kind.ToString(), ignoreCase: true);
        Assert.Equal(link.GetProperty("c").GetString(), frame.Control.ToString());
        Assert.Equal(link.GetProperty("a").GetInt32(), frame.Address);
        Assert.Equal(link.TryGetProperty("ci", out var ci) ? ci.GetString() : "00", $"{frame.ControlInformation:x2}");
        Assert.Equal(bytes, Encoded(frame));
    }

    [Fact]
    public void A_cut_frame_is_truncated_at_every_byte()
    {
        var bytes = Hex.Bytes("68 12 12 68 08 01 72 78 56 34 12 74 52 01 04 2A 00 00 00 01 13 07 9F 16");
        Assert.Equal(LinkError.Empty, LinkFrame.TryParse(bytes.AsMemory(0, 0), out _));
        Assert.All(Mutations.Truncations(bytes).Skip(1), cut => Assert.Equal(LinkError.Truncated, LinkFrame.TryParse(cut, out _)));
    }

    [Fact]
    public void The_single_character_has_no_fields()
    {
        Assert.Equal(LinkError.None, LinkFrame.TryParse(Hex.Bytes("E5"), out var frame));
        Assert.Equal(LinkFrameKind.Ack, frame.Kind);
        Assert.Equal(0, frame.Control.Value);
        Assert.True(frame.UserData.IsEmpty);
    }

    [Fact]
    public void User_data_longer_than_a_frame_is_refused() =>
        Assert.Throws<ArgumentException>(() => LinkFrame.Long(ControlField.RspUd, 1, 0x72, new byte[253]));

    [Theory]
    [InlineData(0x08, true)]
    [InlineData(0x38, true)]
    [InlineData(0x48, false)]
    [InlineData(0x0B, false)]
    public void The_answer_is_known_whatever_its_ACD_and_DFC_bits(byte control, bool answer) =>
        Assert.Equal(answer, new ControlField(control).IsRspUd);

    [Theory]
    [InlineData(251)]
    [InlineData(252)]
    public void The_reserved_addresses_are_refused(byte address) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrimaryAddress(address));

    private static byte[] Encoded(LinkFrame frame) => frame.Kind switch
    {
        LinkFrameKind.Ack => [LinkFrame.AckByte],
        LinkFrameKind.Short => LinkFrame.Short(frame.Control, new PrimaryAddress(frame.Address)),
        _ => LinkFrame.Long(frame.Control, frame.Address, frame.ControlInformation, frame.UserData.Span),
    };
}
