using Gateway.Configuration;
using Metering.Profiles;

namespace Gateway.Tests;

public class ProfileRulesTests
{
    [Theory]
    [InlineData("15 min", "all values", "1 day", "1 month")]
    [InlineData("1 day", "all values", "1 day", "1 month")]
    [InlineData("1 week", "all values", "all values", "all values")]
    [InlineData("1 month", "all values", "all values", "1 month")]
    public void Without_settings_a_profile_has_its_own_interval_where_the_readouts_allow_it(string readout, params string[] intervals)
    {
        var options = new GatewayOptions { ReadoutInterval = readout };
        Assert.Empty(ProfileRules.Failures(options));
        Assert.Equal(intervals, Enum.GetValues<ProfileKind>().Select(kind => ProfileRules.Of(kind, options, TimeZoneInfo.Utc).Interval.Text));
    }

    [Theory]
    [InlineData("20 min", "all values, 20 min, 1 h, 2 h, 1 day, 1 week, 1 month", "1 min, 5 min, 10 min, 15 min, 30 min")]
    [InlineData("10 min", "10 min, 20 min, 30 min, 1 h, 1 day", "1 min, 5 min, 15 min")]
    [InlineData("8 h", "all values, 8 h, 1 day, 1 week, 1 month", "15 min, 1 h, 4 h, 6 h, 12 h")]
    [InlineData("1 week", "all values, 1 week", "1 day, 1 month")]
    [InlineData("1 month", "all values, 1 month", "1 h, 1 day, 1 week")]
    public void An_interval_is_a_multiple_of_the_readout_interval_or_refused(string readout, string multiples, string others)
    {
        Assert.All(multiples.Split(", "), interval => Assert.Empty(ProfileRules.Failures(Options(readout, interval))));
        Assert.All(others.Split(", "), interval => Assert.StartsWith(
            $"Gateway:Profiles:Billing:Interval is '{interval}', which is no multiple of Gateway:ReadoutInterval ({readout}); give one of all values, ",
            Assert.Single(ProfileRules.Failures(Options(readout, interval))),
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2 min", null, "Gateway:Profiles:Billing:Interval is '2 min'; give all values, 1, 5, 10, 15, 20 or 30 min, 1, 2, 3, 4, 6, 8 or 12 h, 1 day, 1 week (from Monday) or 1 month.")]
    [InlineData("1 h", "00:00:00", "Gateway:Profiles:Billing:Tolerance is 00:00:00; give 00:00:01 to 01:00:00 (hours:minutes:seconds), the interval.")]
    [InlineData("1 h", "01:00:01", "Gateway:Profiles:Billing:Tolerance is 01:00:01; give 00:00:01 to 01:00:00 (hours:minutes:seconds), the interval.")]
    [InlineData("all values", "00:10:00", "Gateway:Profiles:Billing:Tolerance is 00:10:00, but every reading is a row of this profile; leave it out, or give Gateway:Profiles:Billing:Interval.")]
    public void What_is_wrong_names_the_key_and_what_can_be_given(string interval, string? tolerance, string message) =>
        Assert.Equal([message], ProfileRules.Failures(Options("15 min", interval, tolerance)));

    [Fact]
    public void A_tolerance_alone_is_that_of_the_profiles_own_interval()
    {
        var options = Options("15 min", interval: null, "12:00:00");
        Assert.Empty(ProfileRules.Failures(options));
        Assert.Equal(new ProfileRule(ValueInterval.Parse("1 month"), TimeSpan.FromHours(12), TimeZoneInfo.Utc), ProfileRules.Of(ProfileKind.Billing, options, TimeZoneInfo.Utc));
    }

    private static GatewayOptions Options(string readout, string? interval, string? tolerance = null) => new()
    {
        ReadoutInterval = readout,
        Profiles = new() { Billing = new() { Interval = interval, Tolerance = tolerance is null ? null : TimeSpan.Parse(tolerance, System.Globalization.CultureInfo.InvariantCulture) } },
    };
}
