using Testing;

namespace Metering.Tests;

public class MeterIdentityTests
{
    [Fact]
    public void Sixteen_digits_and_eight_bytes_are_the_same_identity()
    {
        var identity = MeterIdentity.Parse("002243962d2c1b04");
        var bytes = new byte[MeterIdentity.Length];
        identity.Write(bytes);

        Assert.Equal(Hex.Bytes("96432200 2D2C 1B 04"), bytes);
        Assert.Equal(identity, MeterIdentity.Read(bytes));
        Assert.Equal(("002243962D2C1B04", "00224396", "KAM", (byte)27, "heat"), (identity.ToString(), identity.IdentificationText, identity.Manufacturer.ToString(), identity.Version, identity.Medium.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("002243962D2C1B0")]
    [InlineData("002243962D2C1B0G")]
    [InlineData("+02243962D2C1B04")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(MeterIdentity.TryParse(text, out _));
        Assert.Throws<FormatException>(() => MeterIdentity.Parse(text ?? ""));
    }
}
