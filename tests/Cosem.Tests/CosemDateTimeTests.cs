using Testing;

namespace Cosem.Tests;

public class CosemDateTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2024-06-15T18:23:45Z", "07E8060F 06 14172DFF FF88 80")] // Saturday, CEST
    [InlineData("2024-01-01T00:00:00Z", "07E80101 01 010000FF FFC4 00")] // Monday, CET
    [InlineData("2024-12-29T12:00:00Z", "07E80C1D 07 0D0000FF FFC4 00")] // Sunday
    [InlineData("2024-03-31T00:59:59Z", "07E8031F 07 013B3BFF FFC4 00")]
    [InlineData("2024-03-31T01:00:00Z", "07E8031F 07 030000FF FF88 80")]
    [InlineData("2024-10-27T00:30:00Z", "07E80A1B 07 021E00FF FF88 80")] // the hour that comes twice
    [InlineData("2024-10-27T01:30:00Z", "07E80A1B 07 021E00FF FFC4 00")]
    public void A_moment_is_shown_as_a_clock_in_its_zone_does(string utc, string octets)
    {
        var moment = DateTimeOffset.Parse(utc, null);
        var shown = CosemDateTime.FromMoment(moment, Berlin);
        Assert.Equal(Hex.Bytes(octets), shown.ToOctets().Span);
        Assert.True(CosemDateTime.TryParse(Hex.Bytes(octets), out var parsed));
        Assert.Equal(shown, parsed);
        Assert.Equal(moment, parsed.ToMoment(TimeZoneInfo.Utc));
        Assert.Equal(moment, (parsed with { Deviation = CosemDateTime.DeviationNotSpecified }).ToMoment(Berlin));
    }

    [Theory]
    [InlineData("07E40101FF00030000FF8800", "2020-01-01T00:03:00+02:00")]
    [InlineData("07E40106FF00030000FFC400", "2020-01-06T00:03:00+01:00")]
    [InlineData("07E2020CFF00000000800000", "2018-02-12T00:00:00+01:00")] // no deviation: the zone of the clock
    [InlineData("07E8060F0614172D00FF8880", "2024-06-15T20:23:45+02:00")]
    [InlineData("07EA0702FF000000FFFF4C80", "2026-07-02T00:00:00+03:00")]
    [InlineData("07E50118FF0E303950FFC400", "2021-01-24T14:48:57.8+01:00")]
    public void What_peers_were_seen_to_send_is_a_moment(string octets, string moment)
    {
        Assert.True(CosemDateTime.TryParse(Hex.Bytes(octets), out var value));
        Assert.Equal(DateTimeOffset.Parse(moment, null), value.ToMoment(Berlin));
        Assert.Equal(Hex.Bytes(octets), value.ToOctets().Span);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF8000FF")] // nothing specified
    [InlineData("FFFF03FE0702000000800000")]
    [InlineData("07E8FF0F0614172D00FF8880")]
    [InlineData("07E8021E0014172D00FF8880", false)] // weekday 0
    [InlineData("07E7021D0314172D00FF8880")] // no 29 February
    [InlineData("07E8031FFF021E00FF800000")] // the hour that does not come
    [InlineData("07E8060F06FF172D00FF8880")]
    [InlineData("0000060F0614172D00FF8880")]
    public void What_is_not_specified_or_does_not_exist_is_no_moment(string octets, bool isPossible = true)
    {
        Assert.Equal(isPossible, CosemDateTime.TryParse(Hex.Bytes(octets), out var value));
        Assert.Null(isPossible ? value.ToMoment(Berlin) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("07E8060F0614172D00FF88")]
    [InlineData("07E8060F0614172D00FF888000")]
    [InlineData("07E8000F0614172D00FF8880")]
    [InlineData("07E80D0F0614172D00FF8880")]
    [InlineData("07E806200614172D00FF8880")]
    [InlineData("07E8060F0814172D00FF8880")]
    [InlineData("07E8060F0618172D00FF8880")]
    [InlineData("07E8060F06143C2D00FF8880")]
    [InlineData("07E8060F0614173C00FF8880")]
    [InlineData("07E8060F0614172D64FF8880")]
    [InlineData("07E8060F0614172D00034980")]
    public void Impossible_fields_are_refused(string octets) => Assert.False(CosemDateTime.TryParse(Hex.Bytes(octets), out _));

    [Fact]
    public void Nothing_specified_is_all_ones_but_the_deviation() =>
        Assert.Equal(Hex.Bytes("FFFFFFFFFFFFFFFFFF8000FF"), CosemDateTime.NotSpecified.ToOctets().Span);

    [Fact]
    public void Whatever_the_octets_a_moment_or_none_comes_of_them()
    {
        var random = new Random(1);
        for (var round = Rounds.Of(5_000, 100_000, 1_000_000); round > 0; round--)
        {
            var octets = Mutations.Mutate(random, Hex.Bytes("07E8060F0614172D00FF8880"));
            if (CosemDateTime.TryParse(octets, out var value))
            {
                Assert.Equal(octets, value.ToOctets().Span);
                _ = value.ToMoment(Berlin);
            }
        }

        Assert.Null((CosemDateTime.NotSpecified with { Year = 1, Month = 1, Day = 1, Hour = 0, Minute = 0, Deviation = -60 }).ToMoment(Berlin));
        Assert.Null((CosemDateTime.NotSpecified with { Year = 9999, Month = 12, Day = 31, Hour = 23, Minute = 59, Deviation = 60 }).ToMoment(Berlin));
    }
}
