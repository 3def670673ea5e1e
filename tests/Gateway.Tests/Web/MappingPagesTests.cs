using System.Net;
using System.Text.Json;
using Gateway.Access;
using Gateway.Tests.Access;

namespace Gateway.Tests.Web;

/// <summary>The pages of mappings, as each role sees them.</summary>
public class MappingPagesTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    private const string Script = "<script>alert(1)</script>";

    /// <summary>No meter of the fixture is of this type, and its maker is of this class alone.</summary>
    private const string File = "gas.XSS.0.json";

    private const string Text = $$"""
        {
          "type": "gas", "manufacturer": "XSS", "version": 0,
          "entries": [
            { "mbusDescriptionLong": "{{Script}}", "mbusKeys": ["mbus.dib.volume.1.2.3.1.value", "mbus.dib.0c13.value"], "dlmsObisCode": "7.0.3.0.0.255",
              "dlmsClass": "register", "dlmsDataType": 6, "dlmsScaler": -3, "dlmsUnit": 13, "includeInPush": "NONE" }
          ]
        }
        """;

    [Fact]
    public async Task A_viewer_sees_what_is_in_force_with_its_meters_and_may_not_change_it()
    {
        await fixture.Running.AllAreReadAsync();
        using var browser = await SignedInAsync(Role.Viewer);
        var (_, page) = await browser.PageAsync("/mappings");
        var meter = fixture.Running.Meters.Meters.Values.First();
        Assert.Contains($"<a href=\"/meters/{meter.Id}\">{WebUtility.HtmlEncode(meter.Name).Replace("&#43;", "&#x2B;", StringComparison.Ordinal)}</a>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/v1/mappings/water.all.0.json\"", page, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{meter.Id}\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"file\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-api", page, StringComparison.Ordinal);
        Assert.Contains("type=\"file\"", (await (await SignedInAsync(Role.Installer)).PageAsync("/mappings")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_in_a_mapping_stays_text_and_what_was_uploaded_can_be_deleted_by_its_tag()
    {
        using var browser = await SignedInAsync(Role.Installer);
        Assert.Equal(HttpStatusCode.Created, (await browser.SendAsync("PUT", $"/api/v1/mappings/{File}", Text)).Status);
        try
        {
            var (_, page) = await browser.PageAsync($"/mappings/{File}");
            Assert.DoesNotContain(Script, page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
            Assert.Contains("volume, maximum, storage 1, tariff 2, subunit 3 or the record 0C13", page, StringComparison.Ordinal);
            Assert.Contains("0.001 m3", page, StringComparison.Ordinal);
            Assert.Contains("not in reports", page, StringComparison.Ordinal);
            var tag = JsonDocument.Parse((await browser.SendAsync("GET", "/api/v1/mappings")).Text).RootElement.EnumerateArray()
                .Single(one => one.GetProperty("file").GetString() == File).GetProperty("etag").GetString();
            Assert.Contains($"data-api=\"DELETE /api/v1/mappings/{File}\" data-etag=\"{WebUtility.HtmlEncode(tag)}\"", page, StringComparison.Ordinal);
            Assert.Contains($"data-mapping=\"{File}\"", (await browser.PageAsync("/mappings")).Text, StringComparison.Ordinal);
            using var viewer = await SignedInAsync(Role.Viewer);
            Assert.DoesNotContain("DELETE", (await viewer.PageAsync($"/mappings/{File}")).Text, StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync("DELETE", $"/api/v1/mappings/{File}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.SendAsync("GET", $"/mappings/{File}")).Status);
    }

    [Fact]
    public async Task A_preview_says_what_would_be_replaced_and_by_which_tag()
    {
        using var browser = await SignedInAsync(Role.Installer);
        Assert.Equal(JsonValueKind.Null, (await PreviewAsync(browser, Text)).GetProperty("replaces").ValueKind);
        var replaces = (await PreviewAsync(browser, Text.Replace("XSS", "all", StringComparison.Ordinal))).GetProperty("replaces");
        Assert.Equal(("gas.all.0.json", false), (replaces.GetProperty("file").GetString(), replaces.GetProperty("own").GetBoolean()));
        Assert.StartsWith("\"", replaces.GetProperty("etag").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await PreviewAsync(browser, "{")).GetProperty("replaces").ValueKind);
    }

    [Theory]
    [InlineData("/mappings/nothing.all.0.json")]
    [InlineData("/mappings/..%2Fgateway.db")]
    public async Task What_is_not_in_force_is_told_to_be_nowhere(string path)
    {
        using var browser = await SignedInAsync(Role.Viewer);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SendAsync("GET", path)).Status);
    }

    private static async Task<JsonElement> PreviewAsync(Browser browser, string text) =>
        JsonDocument.Parse((await browser.SendAsync("POST", "/api/v1/mappings/preview", text)).Text).RootElement;

    private async Task<Browser> SignedInAsync(Role role)
    {
        var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(role), AccessGateway.Password);
        return browser;
    }
}
