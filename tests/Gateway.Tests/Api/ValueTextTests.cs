using Cosem;
using Gateway.Api;

namespace Gateway.Tests.Api;

/// <summary>Values as programs and the page are given them.</summary>
public class ValueTextTests
{
    [Theory]
    [InlineData("07EA031D07", "2026-03-29")]
    [InlineData("07EA031DFF", "2026-03-29")]
    [InlineData("07EA031D070E0500008000FF", "2026-03-29T14:05:00")]
    [InlineData("07EA031D01", "07EA031D01")] // a Sunday is no Monday
    [InlineData("07EA021E07", "07EA021E07")] // a February has no 30th
    [InlineData("FFFFFFFFFF", "FFFFFFFFFF")]
    [InlineData("3132333435", "12345")]
    public void Octets_that_can_only_be_a_date_are_one(string octets, string expected) =>
        Assert.Equal(expected, ValueText.Of(new CosemData.OctetString(Convert.FromHexString(octets)), 0));

    [Fact]
    public void A_date_is_shown_as_one() => Assert.Equal("2026-03-29", ValueText.Of(new CosemData.Date(Convert.FromHexString("07EA031D07")), 0));
}
