using Gateway.Access;
using Gateway.Tests.Access;

namespace Gateway.Tests.Web;

/// <summary>The page of figures.</summary>
public class StatusPageTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    [Theory]
    [InlineData("Viewer")]
    [InlineData("Installer")]
    [InlineData("Administrator")]
    public async Task Everybody_who_signs_in_finds_it_in_the_footer_and_sees_words_and_units(string name)
    {
        using var browser = await SignedInAsync(Enum.Parse<Role>(name));
        Assert.Contains("<a href=\"/status\">Figures</a>", (await browser.PageAsync("/account")).Text, StringComparison.Ordinal);
        var page = (await browser.PageAsync("/status")).Text;
        Assert.Contains("<h1>Figures</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state good\">ready</span>", page, StringComparison.Ordinal);
        Assert.All(["Readouts", "Buses", "Meters", "DLMS", "Push reports", "Events", "Store", "Clock", "Program"], title => Assert.Contains($">{title}</h2>", page, StringComparison.Ordinal));
        Assert.Contains(" MB", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_in_the_name_of_a_meter_stays_text()
    {
        var meters = fixture.Running.Meters;
        await meters.ChangeAsync(meters.Meters.Values.First().Id, now => now with { Name = "<script>alert(1)</script>" });
        using var browser = await SignedInAsync(Role.Viewer);
        var page = (await browser.PageAsync("/status")).Text;
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
    }

    private async Task<Browser> SignedInAsync(Role role)
    {
        var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(role), AccessGateway.Password);
        return browser;
    }
}
