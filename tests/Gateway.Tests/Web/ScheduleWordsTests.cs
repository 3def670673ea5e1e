using Gateway.Tests.Access;
using Gateway.Web;
using Microsoft.Extensions.Localization;

namespace Gateway.Tests.Web;

/// <summary>Schedules in words.</summary>
public class ScheduleWordsTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    [Theory]
    [InlineData(null, "when the list of meters has changed")]
    [InlineData("1 min", "every minute")]
    [InlineData("15 min", "every 15 minutes")]
    [InlineData("1 h", "every hour, on the hour")]
    [InlineData("6 h", "every 6 hours from midnight on")]
    [InlineData("1 day", "every day at 00:00")]
    [InlineData("1 week", "every Monday at 00:00")]
    [InlineData("1 month", "on day 1 of every month at 00:00")]
    [InlineData("0 30 6 * * ?", "every day at 06:30")]
    [InlineData("15 30 6 * * ?", "every day at 06:30:15")]
    [InlineData("0 0 6 ? * MON", "every Monday at 06:00")]
    [InlineData("0 0 6 ? * 2", "every Monday at 06:00")]
    [InlineData("0 0 6 ? * MON,THU", "every Monday, Thursday at 06:00")]
    [InlineData("0 0 6 ? * MON-FRI", "every Monday to Friday at 06:00")]
    [InlineData("0 5 0 1 * ?", "on day 1 of every month at 00:05")]
    [InlineData("0 5 0 L * ?", "on the last day of every month at 00:05")]
    [InlineData("0 0/15 * * * ?", "every 15 minutes")]
    [InlineData("0 7 * * * ?", "every hour, 7 min past")]
    [InlineData("0 0 6 ? * MON#1", "by the expression 0 0 6 ? * MON#1")]
    [InlineData("0 0 6 1 1 ?", "by the expression 0 0 6 1 1 ?")]
    [InlineData("0 0 6 * * ? 2027", "by the expression 0 0 6 * * ? 2027")]
    [InlineData("0 0/0 * * * ?", "by the expression 0 0/0 * * * ?")]
    [InlineData("0 0/7 * * * ?", "by the expression 0 0/7 * * * ?")]
    [InlineData("0 0 8-17 * * ?", "by the expression 0 0 8-17 * * ?")]
    public void It_says_the_usual_ones_and_shows_the_others(string? schedule, string words) =>
        Assert.Equal(words, new ScheduleWords(fixture.Running.Get<IStringLocalizer<Texts>>()).Of(schedule));
}
