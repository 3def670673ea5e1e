using System.Buffers;
using Dlms.Ber;
using FsCheck;
using FsCheck.Fluent;
using Testing;

namespace Dlms.Tests;

public class BerTests
{
    [Theory]
    [InlineData(0, "BE 00")]
    [InlineData(127, "BE 7F")]
    [InlineData(128, "BE 81 80")]
    [InlineData(255, "BE 81 FF")]
    [InlineData(256, "BE 82 0100")]
    [InlineData(65_535, "BE 82 FFFF")]
    public void A_length_is_short_or_long(int length, string header)
    {
        var output = new ArrayBufferWriter<byte>();
        new BerWriter(output).WriteElement(0xBE, new byte[length]);
        Assert.Equal([.. Hex.Bytes(header), .. new byte[length]], output.WrittenSpan.ToArray());
        Assert.Equal(length, new BerReader(output.WrittenSpan).ReadElement(0xBE).Length);
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        Prop.ForAll<byte[]>(contents =>
        {
            var output = new ArrayBufferWriter<byte>();
            new BerWriter(output).WriteElement(0xA6, 0x04, contents);
            var inner = BerReader.ReadOnly(BerReader.ReadOnly(output.WrittenSpan, 0xA6), 0x04);
            return inner.SequenceEqual(contents);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds.Of(300, 20_000, 200_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("BE")]
    [InlineData("BE 01")]
    [InlineData("BE 80 00 00")] // indefinite
    [InlineData("BE 83 000001 00")] // longer than any APDU can be
    [InlineData("BE 82 FFFF 00")]
    [InlineData("BF 1F 00")]
    public void Lengths_that_lie_and_long_tags_are_refused(string hex) =>
        Assert.Throws<ApduException>(() => new BerReader(Hex.Bytes(hex)).ReadElement(out _).Length);

    [Theory]
    [InlineData("")]
    [InlineData("08 80")]
    [InlineData("01")]
    public void A_bit_string_needs_a_valid_number_of_unused_bits(string hex) =>
        Assert.Throws<ApduException>(() => BerReader.ReadBitString(Hex.Bytes(hex)));
}
