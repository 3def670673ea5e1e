using System.Net;
using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Api;
using Metering;

namespace Gateway.Tests.Web;

/// <summary>Overview, list, search, installation and edit form, as each role sees them.</summary>
public sealed partial class MeterPagesTests(MeterPagesGateway fixture) : IClassFixture<MeterPagesGateway>
{
    [Fact]
    public async Task The_overview_says_what_is_next_and_links_each_figure_to_its_place()
    {
        using var browser = await fixture.SignedInAsync(Role.Administrator);
        var (_, text) = await browser.PageAsync("/");

        Assert.Contains("What is next", text, StringComparison.Ordinal);
        foreach (var place in new[] { "/meters?state=off", "/meters?bus=cellar", "/meters?bus=attic", "/settings#dlms", "/push", "/events", "/meters/search?bus=attic" })
        {
            Assert.Contains($"href=\"{place}\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_viewer_sees_the_meters_and_no_form()
    {
        using var browser = await fixture.SignedInAsync(Role.Viewer);
        var (_, list) = await browser.PageAsync("/meters");
        Assert.Contains("120 meters", list, StringComparison.Ordinal);
        foreach (var absent in new[] { "data-read", "/edit", "/meters/search", "/meters/install" })
        {
            Assert.DoesNotContain(absent, list, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/meters/search", (await browser.PageAsync("/")).Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/meters/search", "/meters/install", "/meters/1/edit" })
        {
            Assert.Equal("/no-right", (await browser.PageAsync(path)).Path);
        }
    }

    [Fact]
    public async Task An_installer_reads_searches_installs_and_edits()
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        var (_, list) = await browser.PageAsync("/meters");
        foreach (var part in new[] { "data-read-chosen", "data-read=\"", "/meters/2/edit", "/meters/search", "/meters/install" })
        {
            Assert.Contains(part, list, StringComparison.Ordinal);
        }

        Assert.Contains("POST /api/v1/buses/cellar/search", (await browser.PageAsync("/meters/search?bus=cellar")).Text, StringComparison.Ordinal);
        Assert.Contains("POST /api/v1/meters", (await browser.PageAsync("/meters/install")).Text, StringComparison.Ordinal);
        Assert.Contains("PATCH /api/v1/meters/2", (await browser.PageAsync("/meters/2/edit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_a_meter_has_every_setting_and_a_new_meter_is_read_at_once()
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        var (_, edit) = await browser.PageAsync("/meters/2/edit");
        foreach (var name in new[] { "logicalDevice", "readout.interval", "readout.minimumInterval", "readout.quota.readouts", "readout.quota.period", "readout.extraResponseTime", "readout.firstFrameCountBit", "readout.applicationReset" })
        {
            Assert.Contains($"name=\"{name}\"", edit, StringComparison.Ordinal);
        }

        Assert.Contains("data-then=\"/meters/{id}\" data-read", (await browser.PageAsync("/meters/install")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/meters")]
    [InlineData("/meters/1/edit")]
    public async Task A_script_in_a_name_stays_text(string path)
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        var (_, text) = await browser.PageAsync(path);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 100, "120 meters")]
    [InlineData("?page=2", 20, "120 meters")]
    [InlineData("?page=99", 20, "120 meters")]
    [InlineData("?search=flat%201", 31, "31 of 120 meters")]
    [InlineData("?search=00000007", 1, "1 of 120 meters")]
    [InlineData("?bus=attic", 12, "12 of 120 meters")]
    [InlineData("?group=tenants", 6, "6 of 120 meters")]
    [InlineData("?state=off", 1, "1 of 120 meters")]
    [InlineData("?state=ok", 0, "0 of 120 meters")]
    [InlineData("?state=nonsense&sort=nonsense&page=-1&bus=&other=1", 100, "120 meters")]
    [InlineData("?search=%3Cscript%3E", 1, "1 of 120 meters")]
    public async Task The_list_is_searched_and_filtered(string query, int rows, string count)
    {
        using var browser = await fixture.SignedInAsync(Role.Viewer);
        var (_, text) = await browser.PageAsync($"/meters{query}");
        Assert.Equal(rows, MeterLink().Count(text));
        Assert.Contains(count, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_sorted_as_people_count_and_backwards()
    {
        using var browser = await fixture.SignedInAsync(Role.Viewer);
        var (_, text) = await browser.PageAsync("/meters?search=flat&bus=cellar");
        Assert.True(text.IndexOf(">Flat 2<", StringComparison.Ordinal) < text.IndexOf(">Flat 12<", StringComparison.Ordinal));
        Assert.Contains("aria-sort=\"ascending\"", text, StringComparison.Ordinal);
        Assert.Contains("sort=-name", text, StringComparison.Ordinal);

        (_, text) = await browser.PageAsync("/meters?search=flat&bus=cellar&sort=-name");
        Assert.True(text.IndexOf(">Flat 19<", StringComparison.Ordinal) > text.IndexOf(">Flat 112<", StringComparison.Ordinal));
        Assert.Contains("aria-sort=\"descending\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/meters/999/edit")]
    [InlineData("/meters/x/edit")]
    [InlineData("/meters/readouts/999")]
    [InlineData("/meters/search?bus=garage")]
    public async Task What_is_not_there_is_told_so(string path)
    {
        using var browser = await fixture.SignedInAsync(Role.Administrator);
        Assert.Contains("There is no such page", (await browser.PageAsync(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_stored_and_never_shown_and_the_page_says_whether_there_is_one()
    {
        const string Key = "0123456789ABCDEF0123456789ABCDE0";
        using var browser = await fixture.SignedInAsync(Role.Installer);
        Assert.Contains("It has no key", (await browser.PageAsync("/meters/5/edit")).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("PATCH", "/api/v1/meters/5", $$"""{"key":"{{Key}}"}""")).Status);

        var (_, text) = await browser.PageAsync("/meters/5/edit");
        Assert.Contains("It has a key", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Times_stand_in_the_form_as_people_write_them_and_are_taken_so()
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        const string Readout = """{"readout":{"minimumInterval":"12 h","quota":{"readouts":3,"period":"1.00:00:00"},"extraResponseTime":"500 ms"}}""";
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("PATCH", "/api/v1/meters/7", Readout)).Status);

        var (_, edit) = await browser.PageAsync("/meters/7/edit");
        foreach (var (name, shown) in new[] { ("minimumInterval", "12 h"), ("quota.period", "1 d"), ("extraResponseTime", "500 ms") })
        {
            Assert.Contains($"name=\"readout.{name}\" value=\"{shown}\"", edit, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_edit_form_carries_the_tag_of_what_it_shows()
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        var tag = MeterEndpoints.TagOf(fixture.Running.Meters.Find(new MeterId(6))!);
        Assert.Contains($"data-etag=\"{WebUtility.HtmlEncode(tag)}\"", (await browser.PageAsync("/meters/6/edit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_readout_shows_each_meter_with_what_came_of_it()
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        var (status, _) = await browser.SendAsync("POST", "/api/v1/readouts", """{"meters":[3]}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        await Testing.Eventually.HoldsAsync(async () => (await browser.PageAsync("/meters/readouts/1")).Text.Contains("it was not tried: it is passive", StringComparison.Ordinal), "the page tells that it was left out");

        var (_, text) = await browser.PageAsync("/meters/readouts/1");
        Assert.Contains("data-read=\"3\"", text, StringComparison.Ordinal);
        using var viewer = await fixture.SignedInAsync(Role.Viewer);
        Assert.DoesNotContain("data-read=", (await viewer.PageAsync("/meters/readouts/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passive_meter_cannot_be_read_by_hand_and_its_page_says_so()
    {
        using var browser = await fixture.SignedInAsync(Role.Installer);
        var (passive, active) = ((await browser.PageAsync("/meters/3")).Text, (await browser.PageAsync("/meters/5")).Text);
        Assert.Contains("It is not read, also not by hand, until it is made active.", passive, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"read-now\"", passive, StringComparison.Ordinal);
        Assert.Contains("id=\"read-now\"", active, StringComparison.Ordinal);
    }

    [GeneratedRegex("<th scope=\"row\">", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MeterLink();
}
