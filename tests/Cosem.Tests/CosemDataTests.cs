using Testing;

namespace Cosem.Tests;

public class CosemDataTests
{
    [Fact]
    public void Values_are_equal_when_type_and_contents_are()
    {
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("0102")), new CosemData.OctetString(Hex.Bytes("0102")));
        Assert.NotEqual(new CosemData.OctetString(Hex.Bytes("0102")), new CosemData.OctetString(Hex.Bytes("0103")));
        Assert.NotEqual<CosemData>(new CosemData.OctetString(Hex.Bytes("41")), new CosemData.VisibleString(Hex.Bytes("41")));
        Assert.NotEqual<CosemData>(new CosemData.Unsigned(1), new CosemData.Enum(1));
        Assert.NotEqual(new CosemData.BitString(Hex.Bytes("80"), 1), new CosemData.BitString(Hex.Bytes("80"), 2));
    }

    [Fact]
    public void Arrays_and_structures_are_equal_when_their_elements_are_in_order()
    {
        static CosemData Nested(byte last) => new CosemData.Structure(
            new CosemData.Array(new CosemData.Unsigned(1), new CosemData.Unsigned(2)), new CosemData.OctetString(new[] { last }));
        Assert.Equal(Nested(3), Nested(3));
        Assert.Equal(Nested(3).GetHashCode(), Nested(3).GetHashCode());
        Assert.NotEqual(Nested(3), Nested(4));
        Assert.NotEqual<CosemData>(new CosemData.Array(new CosemData.Unsigned(1)), new CosemData.Structure(new CosemData.Unsigned(1)));
        Assert.NotEqual(new CosemData.Array(new CosemData.Unsigned(1)), new CosemData.Array());
    }

    [Theory]
    [InlineData(0x7FC00000u)]
    [InlineData(0x7FA00001u)] // a signalling NaN
    [InlineData(0xFFC12345u)]
    [InlineData(0x80000000u)] // minus zero
    [InlineData(0x00000001u)]
    public void A_float32_keeps_its_bits(uint bits)
    {
        Assert.Equal(bits, new CosemData.Float32(bits).Bits);
        Assert.Equal(new CosemData.Float32(bits), new CosemData.Float32(bits));
    }

    [Fact]
    public void Minus_zero_is_not_zero() => Assert.NotEqual(CosemData.Float64.FromDouble(0), CosemData.Float64.FromDouble(-0.0));

    [Fact]
    public void Numbers_come_back_from_floats()
    {
        Assert.Equal(1.5f, CosemData.Float32.FromSingle(1.5f).Value);
        Assert.Equal(-1e300, CosemData.Float64.FromDouble(-1e300).Value);
    }

    [Fact]
    public void Texts_are_read_from_their_octets()
    {
        Assert.Equal("é", new CosemData.VisibleString(Hex.Bytes("E9")).Text);
        Assert.Equal("é", new CosemData.Utf8String(Hex.Bytes("C3A9")).Text);
    }

    [Fact]
    public void A_value_of_the_wrong_length_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => new CosemData.DateTime(new byte[11]));
        Assert.Throws<ArgumentException>(() => new CosemData.Date(new byte[6]));
        Assert.Throws<ArgumentException>(() => new CosemData.Time(new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosemData.BitString(new byte[1], 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosemData.BitString(new byte[1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosemData.BitString(new byte[1], -1));
    }

    [Fact]
    public void A_value_can_be_shown() => Assert.Equal(
        "Structure { OctetString { Type = OctetString, Value = 0102 }, Null { Type = NullData } }",
        new CosemData.Structure(new CosemData.OctetString(Hex.Bytes("0102")), CosemData.Null.Instance).ToString());
}
