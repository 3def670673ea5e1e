using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gateway.Access;
using Gateway.Push;
using Gateway.Tests.Access;
using Gateway.Web;
using Metering.Push;
using Testing;

namespace Gateway.Tests.Web;

/// <summary>The pages of reports, as each role sees them.</summary>
public class PushPagesTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    [Fact]
    public async Task The_first_time_the_page_explains_how_a_push_is_set_up()
    {
        await ResetAsync();
        using var browser = await SignedInAsync(Role.Administrator);
        var (_, page) = await browser.PageAsync("/push");
        Assert.Contains("gateway listen 4059", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/push/LoadProfile1\"", page, StringComparison.Ordinal);
        Assert.Contains("POST /api/v1/push/test", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_sees_the_forms_that_it_may_use()
    {
        await ChangeAsync("LoadProfile2", """{"enabled":true,"schedule":"0 30 6 ? * MON-FRI","receiver":{"address":"127.0.0.1:9"}}""");
        using var viewer = await SignedInAsync(Role.Viewer);
        using var installer = await SignedInAsync(Role.Installer);
        using var administrator = await SignedInAsync(Role.Administrator);

        var seen = (await viewer.PageAsync("/push/LoadProfile2")).Text;
        Assert.DoesNotContain("data-api", seen, StringComparison.Ordinal);
        Assert.Contains("every Monday to Friday at 06:30", seen, StringComparison.Ordinal);
        Assert.Contains("this page", seen, StringComparison.Ordinal);
        Assert.Contains("by default", seen, StringComparison.Ordinal);

        var works = (await installer.PageAsync("/push/LoadProfile2")).Text;
        Assert.Contains("POST /api/v1/push/reports/LoadProfile2/send", works, StringComparison.Ordinal);
        Assert.Contains("POST /api/v1/push/test", works, StringComparison.Ordinal);
        Assert.DoesNotContain("PATCH", works, StringComparison.Ordinal);

        var changes = (await administrator.PageAsync("/push/LoadProfile2")).Text;
        Assert.Contains("PATCH /api/v1/push/reports/LoadProfile2", changes, StringComparison.Ordinal);
        Assert.Contains("DELETE /api/v1/push/reports/LoadProfile2", changes, StringComparison.Ordinal);
        Assert.Contains("value=\"0 30 6 ? * MON-FRI\" placeholder=\"1 day\"", changes, StringComparison.Ordinal);
        Assert.All(fixture.Running.Meters.Meters.Values, meter => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"<option value=\"{meter.LogicalDeviceAddress}\">"), changes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_device_with_a_push_setup_of_its_own_is_shown_and_can_be_set_back()
    {
        var meter = fixture.Running.Meters.Meters.Values.First();
        await fixture.Running.Get<PushService>().ChangeAsync(ReportKind.Billing, meter.Id, _ => new() { Retries = 77 });
        using var browser = await SignedInAsync(Role.Administrator);
        var (_, page) = await browser.PageAsync("/push/Billing");
        Assert.Contains("<dt>Repetitions</dt><dd>77</dd>", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/meters/{meter.Id}\">", page, StringComparison.Ordinal);

        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/push/reports/Billing/devices/{meter.LogicalDeviceAddress}");
        Assert.Contains($"DELETE {path}", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("DELETE", path)).Status);
        Assert.DoesNotContain(">77<", (await browser.PageAsync("/push/Billing")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_receiver_that_may_have_been_sent_something_before_a_restart_only_what_is_known_is_said() =>
        Assert.Equal(("off", "nothing sent since the start"), fixture.Running.Get<ReportWords>().StateOf(ReceiverState.Untried));

    [Fact]
    public async Task A_receiver_that_is_not_reached_is_told_with_the_fault()
    {
        var address = await UnreachableAsync();
        await ChangeAsync("StandardEventLog", $$$"""{"enabled":true,"receiver":{"address":"{{{address}}}"}}""");
        using var browser = await SignedInAsync(Role.Installer);
        await ChangeAsync("FraudLog", """{"retries":3}""");
        Assert.Equal(HttpStatusCode.Accepted, (await browser.SendAsync("POST", "/api/v1/push/reports/StandardEventLog/send")).Status);
        await Eventually.HoldsAsync(() => fixture.Running.Get<PushService>().Workers.StateOf(new("127.0.0.1", ushort.Parse(address.Split(':')[1], CultureInfo.InvariantCulture))).FailingSince is not null, "it was tried");
        var (_, page) = await browser.PageAsync("/push");
        Assert.Contains($"data-receiver=\"{address}\"", page, StringComparison.Ordinal);
        Assert.Contains("cannot be delivered", page, StringComparison.Ordinal);
        Assert.Contains("refused the connection", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_in_the_name_of_a_meter_stays_text()
    {
        var meter = fixture.Running.Meters.Meters.Values.Last();
        await fixture.Running.Meters.ChangeAsync(meter.Id, now => now with { Name = "<script>alert(1)</script>" });
        await ChangeAsync("LoadProfile1", """{"enabled":true,"receiver":{"address":"127.0.0.1:9"}}""");
        using var browser = await SignedInAsync(Role.Administrator);
        foreach (var path in new[] { "/push/LoadProfile1", "/mappings" })
        {
            Assert.DoesNotContain("<script>alert", (await browser.PageAsync(path)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_schedule_is_told_by_its_next_times()
    {
        using var browser = await SignedInAsync(Role.Viewer);
        var (status, text) = await browser.SendAsync("GET", "/api/v1/push/schedule?schedule=0%2030%206%20*%20*%20%3F");
        Assert.Equal(HttpStatusCode.OK, status);
        var next = JsonDocument.Parse(text).RootElement.GetProperty("next").EnumerateArray().Select(at => at.GetDateTimeOffset()).ToList();
        Assert.Equal(3, next.Count);
        Assert.All(next, at => Assert.Equal(new TimeSpan(6, 30, 0), at.TimeOfDay));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync("GET", "/api/v1/push/schedule?schedule=soon")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync("GET", "/api/v1/push/schedule")).Status);
    }

    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("5 min", "00:05:00")]
    [InlineData("00:00:10", "00:00:10")]
    public async Task A_duration_is_taken_as_a_person_writes_it(string given, string kept)
    {
        await ChangeAsync("OnInstallation", $$"""{"randomisation":"{{given}}"}""");
        using var browser = await SignedInAsync(Role.Viewer);
        Assert.Equal(kept, JsonDocument.Parse((await browser.SendAsync("GET", "/api/v1/push/reports/OnInstallation")).Text).RootElement.GetProperty("settings").GetProperty("randomisation").GetString());
    }

    [Fact]
    public async Task A_report_that_there_is_not_is_told_to_be_nowhere()
    {
        using var browser = await SignedInAsync(Role.Viewer);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SendAsync("GET", "/push/LoadProfile9")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("GET", "/push/load-profile-1")).Status);
    }

    private static async Task<string> UnreachableAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await Task.Yield();
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    private async Task ChangeAsync(string report, string body)
    {
        using var browser = await SignedInAsync(Role.Administrator);
        var (status, text) = await browser.SendAsync("PATCH", $"/api/v1/push/reports/{report}", body);
        Assert.True(status == HttpStatusCode.OK, text);
    }

    private async Task ResetAsync()
    {
        foreach (var report in PushReports.All)
        {
            await fixture.Running.Get<PushService>().ChangeAsync(report, device: null, _ => null);
        }
    }

    private async Task<Browser> SignedInAsync(Role role)
    {
        var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(role), AccessGateway.Password);
        return browser;
    }
}
