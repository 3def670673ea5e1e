using System.Net;
using Gateway.Access;
using Gateway.Tests.Access;
using Metering;
using Metering.Events;

namespace Gateway.Tests.Web;

/// <summary>The page of events.</summary>
public class EventPageTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    [Fact]
    public async Task Events_are_found_by_meter_log_code_and_time_of_the_zone()
    {
        var meter = fixture.Running.Meters.Find(new MeterId(1))!;
        var at = new DateTimeOffset(2026, 1, 5, 10, 30, 0, TimeSpan.Zero);
        await fixture.Running.Get<IEventStore>().AppendAsync([new EventEntry(0, new EventLogName(meter.Id, EventLogKind.Standard), at, EventCode.AccumulatorRanBackwards, "volume ran <b>backwards</b>")]);

        var text = await ShownAsync(Role.Viewer, "/events?meter=1&log=standard&code=2004&from=2026-01-01&to=2026-02-01T00:00");
        Assert.Contains("volume ran &lt;b&gt;backwards&lt;/b&gt;", text, StringComparison.Ordinal);
        Assert.Contains("Accumulator ran backwards", text, StringComparison.Ordinal);
        Assert.Contains("There is no such event", await ShownAsync(Role.Viewer, "/events?meter=1&code=2004&to=2026-01-01"), StringComparison.Ordinal);
        Assert.Contains("There is no such event", await ShownAsync(Role.Viewer, "/events?meter=gateway&code=2004"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_come_by_pages_that_follow_each_other()
    {
        var log = new EventLogName(MeterId.Gateway, EventLogKind.Standard);
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        await fixture.Running.Get<IEventStore>().AppendAsync([.. Enumerable.Range(0, 60).Select(i => new EventEntry(0, log, now, EventCode.DiskLow, $"number {i} of sixty"))]);
        var first = await ShownAsync(Role.Viewer, "/events?code=1040");
        var next = first.Split("rel=\"next\"")[0].Split("href=\"")[^1].Split('"')[0].Replace("&amp;", "&", StringComparison.Ordinal);
        var second = await ShownAsync(Role.Viewer, next);
        Assert.Equal((50, 10), (first.Split(" of sixty").Length - 1, second.Split(" of sixty").Length - 1));
        Assert.Contains("number 59 of", first, StringComparison.Ordinal);
        Assert.Contains("number 0 of", second, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/events?meter=x")]
    [InlineData("/events?log=audit")]
    [InlineData("/events?code=99999999")]
    [InlineData("/events?from=yesterday")]
    public async Task What_cannot_be_looked_for_is_told(string path) =>
        Assert.Contains("This cannot be looked for", await ShownAsync(Role.Viewer, path), StringComparison.Ordinal);

    [Fact]
    public async Task Only_an_administrator_may_clear_a_log_and_only_one_that_he_looks_at()
    {
        Assert.DoesNotContain("data-api=\"DELETE", await ShownAsync(Role.Installer, "/events?meter=gateway"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-api=\"DELETE", await ShownAsync(Role.Administrator, "/events"), StringComparison.Ordinal);
        var text = await ShownAsync(Role.Administrator, "/events?meter=gateway");
        Assert.Contains("data-api=\"DELETE /api/v1/events?meter=gateway&amp;log=standard\"", text, StringComparison.Ordinal);
        Assert.Contains("data-confirm=\"Clear the standard log for good?\"", text, StringComparison.Ordinal);
    }

    private async Task<string> ShownAsync(Role role, string path)
    {
        using var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(role), AccessGateway.Password);
        var (status, text) = await browser.SendAsync("GET", path, from: null);
        Assert.Equal(HttpStatusCode.OK, status);
        return text;
    }
}
