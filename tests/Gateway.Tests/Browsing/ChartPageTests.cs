using System.Globalization;
using Gateway.Access;
using Gateway.Tests.Api;
using Gateway.Web.Charts;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>The chart of a water meter that was read from noon to four, once an hour.</summary>
[Collection(BrowsingCollection.Name)]
public class ChartPageTests(Person person, WaterGateway gateway) : IClassFixture<WaterGateway>
{
    [Fact]
    public async Task A_chart_tells_what_is_pointed_at_and_is_stepped_through_by_arrows()
    {
        var page = await SignedInAsync("pointer");
        page.Open("/meters/2/profile?from=2026-11-01T12:00&to=2026-11-01T16:00");
        var chart = page.Browser.Web.FindElement(By.Id("chart"));
        new Actions(page.Browser.Web).MoveToElement(chart).Perform();
        await TellsAsync(page, "2026-11-01 14:00: 1.002 m³", "50%");
        new Actions(page.Browser.Web).MoveByOffset(chart.Size.Width / 5, 0).Perform();
        await TellsAsync(page, "2026-11-01 15:00: 1.003 m³", "75%");

        foreach (var (key, told, cursor) in new[]
        {
            (Keys.ArrowLeft, "2026-11-01 14:00: 1.002 m³", "50%"),
            (Keys.Home, "2026-11-01 12:00: 1.000 m³", "0%"),
            (Keys.ArrowLeft, "2026-11-01 12:00: 1.000 m³", "0%"),
            (Keys.ArrowRight, "2026-11-01 13:00: 1.001 m³", "25%"),
            (Keys.End, "2026-11-01 16:00: 1.004 m³", "100%"),
        })
        {
            chart.SendKeys(key);
            await TellsAsync(page, told, cursor);
        }

        Assert.DoesNotContain("not every one is drawn", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_very_many_values_it_says_that_not_each_is_drawn()
    {
        Assert.SkipUnless(Rounds.Of(quick: 0, ci: 1, full: 1) == 1, "Many readings are for longer rounds.");
        var page = await SignedInAsync("many");
        var start = WaterGateway.First - TimeSpan.FromDays(20);
        await Task.WhenAll(Enumerable.Range(0, ChartSample.Least).Select(i => gateway.StoreAsync(start + TimeSpan.FromMinutes(i), i)));
        page.Open("/meters/2/profile?from=2026-10-12T12:00&to=2026-11-01T11:00");
        await page.SeesAsync("Of so many values not every one is drawn; a shorter time shows all.");
        Assert.Contains(ChartSample.Least.ToString(CultureInfo.InvariantCulture), page.Text, StringComparison.Ordinal);
        PageLooks.CheckNow(page, "a chart of very many values");
        page.Browser.Web.FindElement(By.Id("chart")).SendKeys(Keys.Home);
        await page.HoldsAsync("it tells the first value", "return document.getElementById('chart-says').textContent.startsWith('2026-10-12 13:00')");
    }

    private async Task<Page> SignedInAsync(string name)
    {
        await gateway.Running.Get<Users>().AddAsync(name, Role.Administrator, BrowsedGateway.Password);
        return await person.ElsewhereAsync(gateway.Running, name, BrowsedGateway.Password);
    }

    private static Task TellsAsync(Page page, string words, string cursor) => page.HoldsAsync(
        $"it tells '{words}' at {cursor}", $"return document.getElementById('chart-says').textContent === '{words}' && document.querySelector('#chart .cursor').getAttribute('x1') === '{cursor}'");
}
