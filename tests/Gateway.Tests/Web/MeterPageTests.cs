using System.Net;
using Gateway.Access;
using Gateway.Tests.Access;
using Gateway.Tests.Api;
using MBus.Link;
using Metering;

namespace Gateway.Tests.Web;

/// <summary>The pages of one meter, as a viewer and as an installer see them.</summary>
public class MeterPageTests(WaterGateway fixture) : IClassFixture<WaterGateway>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Values_stand_there_with_meaning_unit_and_time_of_the_zone_exactly()
    {
        var text = await ShownAsync(Role.Viewer, "/meters/2");
        Assert.Contains("2026-11-01 16:00:00", text, StringComparison.Ordinal);
        Assert.Contains("8.0.1.0.0.255", text, StringComparison.Ordinal);
        Assert.Contains("<span>1.004</span>", text, StringComparison.Ordinal);
        Assert.Contains("power low", text, StringComparison.Ordinal);
        Assert.Contains("water.all.0.json", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_mapping_gets_wrong_and_what_it_leaves_out_is_told()
    {
        var text = await ShownAsync(Role.Viewer, "/meters/2");
        Assert.Contains("not served", text, StringComparison.Ordinal);
        Assert.Contains("id=\"unmapped\"", text, StringComparison.Ordinal);
        Assert.Contains("025AFF00", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/meters/2")]
    [InlineData("/meters/2/profile")]
    [InlineData("/meters/2/telegram")]
    [InlineData("/meters/2/line")]
    [InlineData("/events?meter=2")]
    public async Task A_viewer_sees_no_button_that_is_not_for_him_and_a_name_stays_text(string path)
    {
        using var client = new InterfaceClient(fixture.Running);
        await client.SendAsync("PATCH", "/api/v1/meters/2", """{"name":"<script>alert(1)</script>"}""");
        var text = await ShownAsync(Role.Viewer, path);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("read-now", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/edit\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-api=\"POST", text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-api=\"DELETE", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_for_installers_and_ask_before()
    {
        Assert.Contains("does not allow this", (await PageAsync(Role.Viewer, "/meters/2/commands")).Text, StringComparison.Ordinal);
        var text = await ShownAsync(Role.Installer, "/meters/2/commands");
        Assert.Equal(4, text.Split("data-api=\"POST /api/v1/meters/2/commands\"").Length - 1);
        Assert.Equal(4, text.Split("data-confirm=").Length - 1);
        Assert.Contains("read-now", await ShownAsync(Role.Installer, "/meters/1/commands"), StringComparison.Ordinal);
        Assert.Contains("/meters/2/edit", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_byte_of_the_last_telegram_has_its_meaning_and_the_raw_one_can_be_copied()
    {
        var text = await ShownAsync(Role.Viewer, "/meters/2/telegram");
        Assert.Contains("volume 1.004 m3", text, StringComparison.Ordinal);
        Assert.Contains("<b>04 13</b> EC 03 00 00", text, StringComparison.Ordinal);
        Assert.Contains("checksum", text, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString(fixture.Running.Readouts.Last(fixture.Meter.Id).Readout!.Telegrams[0].Span), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_has_a_title_a_description_and_its_values_in_a_table()
    {
        var text = await ShownAsync(Role.Viewer, "/meters/2/profile?from=2026-11-01T12:00&to=2026-11-01T16:00&register=8.0.1.0.0.255");
        Assert.Contains("aria-labelledby=\"chart-name chart-is\"", text, StringComparison.Ordinal);
        Assert.Contains("5 values with 0 gaps, least 1.000 m³, greatest 1.004 m³", text, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">1.003</td>", text, StringComparison.Ordinal);
        Assert.Contains("export/readings?meters=2&amp;profile=loadProfile1&amp;from=2026-11-01T11%3A00%3A00Z&amp;to=2026-11-01T15%3A00%3A00Z&amp;format=jsonl", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=2026-11-02T00:00&to=2026-11-01T00:00")]
    [InlineData("?from=x&to=%00")]
    [InlineData("?range=decade&profile=none&register=1.2.3&skip=-5")]
    [InlineData("?skip=99999999999")]
    [InlineData("?range=all&skip=2000000000&differences=true&profile=billing")]
    public async Task What_cannot_be_asked_for_is_answered_by_what_can(string query) =>
        Assert.Contains("id=\"rows-title\"", await ShownAsync(Role.Viewer, $"/meters/2/profile{query}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/meters/999")]
    [InlineData("/meters/999/profile")]
    [InlineData("/meters/999/telegram")]
    [InlineData("/meters/999/line")]
    [InlineData("/meters/0")]
    [InlineData("/meters/-1")]
    [InlineData("/meters/99999999999")]
    [InlineData("/meters/water")]
    public async Task An_unknown_meter_is_not_found(string path)
    {
        var (status, text) = await PageAsync(Role.Viewer, path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is no such page", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_meter_says_so_with_its_events()
    {
        using var client = new InterfaceClient(fixture.Running);
        var id = (await fixture.Running.Meters.AddAsync(new Meter { Bus = "SIMULATED", PrimaryAddress = new PrimaryAddress(77), Active = false, Simulated = true, Name = "Soon gone" })).Id.Value;
        Assert.Contains("It was not read yet", await ShownAsync(Role.Viewer, $"/meters/{id}"), StringComparison.Ordinal);
        Assert.Contains("no telegram to explain", await ShownAsync(Role.Viewer, $"/meters/{id}/telegram"), StringComparison.Ordinal);
        Assert.Contains("There is no register to draw", await ShownAsync(Role.Viewer, $"/meters/{id}/profile"), StringComparison.Ordinal);
        await client.SendAsync("DELETE", $"/api/v1/meters/{id}");

        foreach (var path in new[] { "", "/profile", "/telegram", "/line" })
        {
            var (status, text) = await PageAsync(Role.Viewer, $"/meters/{id}{path}");
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains($"Meter {id} was removed", text, StringComparison.Ordinal);
            Assert.Contains("Meter removed", text, StringComparison.Ordinal);
        }
    }

    private async Task<string> ShownAsync(Role role, string path)
    {
        var (status, text) = await PageAsync(role, path);
        Assert.Equal(HttpStatusCode.OK, status);
        return text;
    }

    private async Task<(HttpStatusCode Status, string Text)> PageAsync(Role role, string path)
    {
        var users = fixture.Running.Get<Users>();
        if (users.All.All(user => user.Name != AccessGateway.NameOf(role)))
        {
            await users.AddAsync(AccessGateway.NameOf(role), role, Password);
        }

        using var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(role), Password);
        return await browser.SendAsync("GET", path, from: null);
    }
}
