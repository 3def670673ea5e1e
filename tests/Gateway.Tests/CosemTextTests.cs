using Cosem;
using Gateway.CommandLine;

namespace Gateway.Tests;

/// <summary>COSEM data as people read it.</summary>
public class CosemTextTests
{
    [Theory]
    [InlineData("07EA031D070E0500FFFF8880", "2026-03-29T14:05:00+02:00")]
    [InlineData("07EA0B1C060E0500000000FF", "2026-11-28T14:05:00+00:00")]
    [InlineData("07EA0B1C060E05003200B400", "2026-11-28T14:05:00.50-03:00")]
    [InlineData("07EA0B1C060E0500FF8000FF", "2026-11-28T14:05:00")]
    [InlineData("07EA0B1CFFFFFFFFFF8000FF", "2026-11-28T*:*:*")]
    [InlineData("FFFF0B1CFF080000FF8000FF", "*-11-28 08:00:00")]
    [InlineData("FFFF03FE0702000000800000", "last Sunday of March, 02:00:00")]
    [InlineData("FFFF0AFE0703000000FFC480", "last Sunday of October, 03:00:00+01:00")]
    [InlineData("07EAFFFDFF000000FF8000FF", "second last day of every month 2026, 00:00:00")]
    [InlineData("FFFFFE0107020000FF8000FF", "day 1 of the month in which daylight saving begins, 02:00:00")]
    [InlineData("FFFFFFFFFFFFFFFFFF8000FF", "not specified")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF", "not specified")]
    public void Times_are_ISO_and_rules_are_words(string octets, string text) => Assert.Equal(text, Of(octets));

    [Theory]
    [InlineData("07EA010104", "2026-01-01")]
    [InlineData("07EA0101FF", "2026-01-01")]
    [InlineData("07EA010105", "07EA010105")] // no Friday
    [InlineData("07EA021EFF", "07EA021EFF")] // no 30 February
    [InlineData("0001010101", "0001010101")]
    [InlineData("48656C6C6F", "Hello")]
    public void A_date_of_five_octets_is_one_when_its_weekday_fits(string octets, string text) => Assert.Equal(text, Of(octets));

    [Theory]
    [InlineData("0100010800FF", "1.0.1.8.0.255")]
    [InlineData("01000108001E", "01000108001E")]
    [InlineData("", "")]
    [InlineData("4B414D", "KAM")]
    public void Logical_names_and_texts_are_shown_as_such(string octets, string text) => Assert.Equal(text, Of(octets));

    [Theory]
    [InlineData("1.0.1.8.0.255", "1.0.1.8.0.255", null)]
    [InlineData("1.0.1.8.0.255:2", "1.0.1.8.0.255", 2)]
    [InlineData("1-0:1.8.0", "1.0.1.8.0.255", null)]
    [InlineData("1-0:1.8.0:3", "1.0.1.8.0.255", 3)]
    [InlineData("1-0:1.8.0*12", "1.0.1.8.0.12", null)]
    [InlineData("0-1:24.2.1&255:5", "0.1.24.2.1.255", 5)]
    public void An_object_is_named_in_either_form(string text, string name, int? index)
    {
        Assert.True(ObisText.TryParse(text, out var obis, out var found));
        Assert.Equal((name, index), ($"{obis}", (int?)found));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.8.0")]
    [InlineData("1.0.1.8.0")]
    [InlineData("1.0.1.8.0.256")]
    [InlineData("1-0:1.8.0.0")]
    [InlineData("1-0:1.8.0:")]
    [InlineData("1-0:1.8.0:128")]
    [InlineData("1.0.1.8.0.255:-1")]
    public void What_is_no_object_is_told(string text) => Assert.False(ObisText.TryParse(text, out _, out _));

    [Fact]
    public void A_wide_table_is_written_in_parts_that_begin_with_the_first_column()
    {
        var table = new Table("time", "first", "second", "a third that is wide");
        table.Add("00:00", "1", "2", "3");
        var output = new StringWriter();
        table.Write(output, 20);
        Assert.Equal(
            """
            time   first  second
            -----  -----  ------
            00:00  1      2

            time   a third that is wide
            -----  --------------------
            00:00  3

            """.ReplaceLineEndings(),
            $"{output}".ReplaceLineEndings());
    }

    private static string Of(string octets) => CosemText.Of(new CosemData.OctetString(Convert.FromHexString(octets)));
}
